import '../registry/registry.css'
import './duplicates.css'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { Button, Input, Radio } from 'antd'
import { useState, type ReactNode } from 'react'
import type { Kept, MergeField } from '@lifang/domains/registry/schema/duplicate-lists.ts'
import { duplicateRoutes, type PairView } from '@lifang/domains/registry/schema/duplicates.ts'
import { RESIDENCE_KINDS, SEALED_FIELDS, type ResidenceKind } from '@lifang/domains/registry/schema/lists.ts'
import { nationalityWord } from '@lifang/domains/registry/schema/nationality-lists.ts'
import type { PersonView } from '@lifang/domains/registry/schema/views.ts'
import { call, isRefusal } from '../../kit/call.ts'
import { Icon } from '../../kit/icons.tsx'
import { Labelled } from '../../kit/labelled.tsx'
import { Failed, Loading, ProblemAlert } from '../../kit/states.tsx'
import { exact } from '../../kit/time.ts'
import { useCommandId, wordsFault } from '../../kit/typed.ts'
import { t, word } from '../../kit/words.ts'
import { Marks } from '../registry/people.tsx'
import { registryChanged } from '../registry/queries.ts'
import { ageWords, fieldWord, sexWord } from '../registry/words.tsx'
import { pairQuery } from './queries.ts'
import { Reasons, verdictWord } from './words.tsx'

/** Two people side by side: what is equal, what differs, which value stays; then one person, or two for good. */
export function ReviewPage() {
  const { id } = useParams({ from: '/staff/duplicates/$id' })
  const pair = useQuery(pairQuery(id))
  return (
    <div className="page reg-page">
      <div className="line">
        <Link to="/duplicates" className="link reg-back">
          <Icon name="back" />
          {t('duplicates.back')}
        </Link>
      </div>
      {pair.data !== undefined ? (
        <Review key={id} of={pair.data} />
      ) : pair.isError ? (
        <Failed error={pair.error} retry={() => void pair.refetch()} />
      ) : (
        <Loading lines={10} />
      )}
    </div>
  )
}

const sideWord = (i: number): string => t(i === 0 ? 'duplicates.side-a' : 'duplicates.side-b')
const SEALED: readonly MergeField[] = ['idNumber', 'phone', ...SEALED_FIELDS]

function Review({ of }: { readonly of: PairView }) {
  const navigate = useNavigate()
  const idFor = useCommandId()
  const [survivor, setSurvivor] = useState(of.survivor)
  const [chosen, setChosen] = useState<ReadonlyMap<string, string>>(new Map())
  const [reason, setReason] = useState('')
  const [asked, setAsked] = useState(false)
  const choose = (what: string, person: string): void => setChosen((c) => new Map(c).set(what, person))
  const [one, two] = of.people
  const other = one.id === survivor ? two : one
  const mine = one.id === survivor ? one : two
  const keptOf = (person: string): Kept => (person === survivor ? 'mine' : 'other')
  const done = async (said: 'merged' | 'not-same'): Promise<void> => {
    await navigate({ to: '/duplicates', search: { said } })
    await registryChanged()
  }
  const merge = useMutation({
    mutationFn: () => {
      const keep: Partial<Record<MergeField, Kept>> = {}
      for (const f of of.fields) keep[f.field] = keptOf(chosen.get(f.field) ?? f.proposed)
      const stays: Partial<Record<ResidenceKind, Kept>> = {}
      for (const s of of.stays) stays[s.kind] = keptOf(chosen.get(s.kind) ?? s.proposed)
      const body = {
        version: mine.version,
        other: other.id,
        otherVersion: other.version,
        keep,
        stays,
        reason: reason.trim(),
      }
      return call(duplicateRoutes.mergePeople, {
        params: { id: mine.id },
        body: { id: idFor({ of: mine.id, ...body }), ...body },
      })
    },
    onSuccess: () => done('merged'),
  })
  const apart = useMutation({
    mutationFn: () => {
      const body = { people: [one.id, two.id] as [string, string], reason: reason.trim() }
      return call(duplicateRoutes.notSame, { body: { id: idFor(body), ...body } })
    },
    onSuccess: () => done('not-same'),
  })
  const error = merge.error ?? apart.error
  const atReason = isRefusal(error) && error.field === 'reason' ? error.title : null
  const fault = asked ? (wordsFault(reason, 200, 2) ?? atReason) : null
  const act = (run: { mutate: () => void }): void => {
    setAsked(true)
    merge.reset()
    apart.reset()
    if (wordsFault(reason, 200, 2) === null) run.mutate()
    else document.getElementById('dup-reason')?.focus()
  }
  const busy = merge.isPending || apart.isPending
  return (
    <>
      <div className="line wrap">
        <h1>{t('duplicates.review-of', { a: one.name, b: two.name })}</h1>
        <b>{verdictWord(of.verdict)}</b>
        <span className="mu">{t('duplicates.score', { n: of.score })}</span>
        <Reasons of={of.reasons} />
      </div>
      {of.decided !== null && (
        <p className="mu md">
          {t(`duplicates.state.${of.state}`)} ·{' '}
          {t('duplicates.decided', {
            by: of.decided.by,
            at: exact(Date.parse(of.decided.at)).slice(0, 16),
          })}
          {of.decided.note !== null && ` · ${of.decided.note}`}
        </p>
      )}
      <section className="card" aria-labelledby="dup-fields">
        <header>
          <h2 id="dup-fields">{t('duplicates.fields')}</h2>
          {of.may.judge && <span className="sm mu">{t('duplicates.fields-hint')}</span>}
        </header>
        <Row
          legend={t('duplicates.survivor')}
          hint={t('duplicates.survivor-hint')}
          value={survivor}
          choose={of.may.judge ? setSurvivor : null}
          sides={of.people.map((p, i) => ({
            id: p.id,
            label: t('duplicates.survivor-is', { side: sideWord(i) }),
            shown: <Head of={p} side={sideWord(i)} />,
          }))}
          head
        />
        {of.fields
          .filter((f) => f.likened !== 'none')
          .map((f) => (
            <Row
              key={f.field}
              legend={fieldWord(f.field)}
              likened={f.likened}
              note={
                SEALED.includes(f.field) && (f.likened === 'equal' || f.likened === 'differ')
                  ? t(`duplicates.masked-${f.likened}`)
                  : null
              }
              value={chosen.get(f.field) ?? f.proposed}
              choose={of.may.judge && f.likened !== 'equal' ? (person) => choose(f.field, person) : null}
              sides={of.people.map((p, i) => ({
                id: p.id,
                label: t('duplicates.keep-value', {
                  field: fieldWord(f.field),
                  side: sideWord(i),
                  value: valueOf(p, f.field),
                }),
                shown: <Value of={p} field={f.field} />,
              }))}
            />
          ))}
      </section>
      <section className="card" aria-labelledby="dup-stays">
        <header>
          <h2 id="dup-stays">{t('duplicates.stays')}</h2>
          {of.stays.length > 0 && <span className="sm mu">{t('duplicates.stays-hint')}</span>}
        </header>
        {RESIDENCE_KINDS.map((kind) => {
          const contested = of.stays.find((s) => s.kind === kind)
          return (
            <Row
              key={kind}
              legend={t(`registry.stay.${kind}`)}
              likened={contested === undefined ? undefined : 'differ'}
              value={contested === undefined ? '' : (chosen.get(kind) ?? contested.proposed)}
              choose={contested !== undefined && of.may.judge ? (person) => choose(kind, person) : null}
              sides={of.people.map((p, i) => ({
                id: p.id,
                label: t('duplicates.stay-keep', {
                  kind: t(`registry.stay.${kind}`),
                  side: sideWord(i),
                  address: p.stays.find((s) => s.kind === kind && s.to === null)?.home.address ?? '',
                }),
                shown: <Stays of={p} kind={kind} />,
              }))}
            />
          )
        })}
      </section>
      {of.may.judge ? (
        <form
          className="card dup-judge"
          onSubmit={(event) => {
            event.preventDefault()
            act(merge)
          }}
        >
          <Labelled
            id="dup-reason"
            label={t('duplicates.merge-reason')}
            hint={t('duplicates.merge-reason-hint')}
            wrong={fault}
          >
            {(described) => (
              <Input.TextArea
                {...described}
                autoSize={{ minRows: 2 }}
                value={reason}
                onChange={(e) => setReason(e.target.value)}
              />
            )}
          </Labelled>
          <ProblemAlert error={atReason === null ? error : null} />
          <div className="line wrap">
            <Button type="primary" htmlType="submit" loading={merge.isPending} disabled={busy}>
              {t('duplicates.merge')}
            </Button>
            <Button loading={apart.isPending} disabled={busy} onClick={() => act(apart)}>
              {t('duplicates.not-same')}
            </Button>
          </div>
        </form>
      ) : (
        <p className="mu md">{t('duplicates.not-mine')}</p>
      )}
    </>
  )
}

interface RowProps {
  readonly legend: string
  readonly hint?: string
  readonly likened?: 'equal' | 'differ' | 'one' | 'none' | undefined
  readonly note?: string | null
  readonly value: string
  /** Null: there is nothing to choose. */
  readonly choose: ((person: string) => void) | null
  readonly sides: readonly { readonly id: string; readonly label: string; readonly shown: ReactNode }[]
  readonly head?: boolean
}

/** One field of both. What differs has its word and its mark, and a choice. */
function Row({ legend, hint, likened, note, value, choose, sides, head = false }: RowProps) {
  const differs = likened === 'differ' || likened === 'one'
  return (
    <fieldset className={['dup-row', differs ? 'differs' : '', head ? 'head' : ''].join(' ').trim()}>
      <legend>
        <span>{legend}</span>
        {likened !== undefined && (
          <span className="sm dup-likened">
            {differs && <Icon name="note" />}
            {t(`duplicates.likened.${likened}`)}
          </span>
        )}
        {hint !== undefined && <span className="sm mu">{hint}</span>}
        {note !== undefined && note !== null && <span className="sm mu">{note}</span>}
      </legend>
      {sides.map((side) => (
        <div key={side.id} className={choose !== null && value === side.id ? 'dup-side on' : 'dup-side'}>
          {choose !== null && (
            <Radio
              aria-label={side.label}
              name={`dup-${legend}`}
              checked={value === side.id}
              onChange={() => choose(side.id)}
            />
          )}
          <div>{side.shown}</div>
        </div>
      ))}
    </fieldset>
  )
}

function Head({ of, side }: { readonly of: PersonView; readonly side: string }) {
  return (
    <>
      <span className="sm mu">{side}</span>
      <p className="dup-name">
        <b>{of.name}</b>
        <span>
          {sexWord(of.sex)} {ageWords(of.age)}
        </span>
        <Marks split={false} care={of.care} status={of.status} />
      </p>
      <Link to="/people/$id" params={{ id: of.id }} target="_blank" className="link sm">
        {t('duplicates.open-person')}
        <span className="hidden">{side}</span>
      </Link>
    </>
  )
}

/** 学习 · 2025-09-01 至 2027-07-31; null: nothing is known. */
function stayWords({ foreign }: PersonView): string | null {
  if (foreign === null) return null
  const { purpose, arrivedOn, leavesOn } = foreign
  if (purpose === null && arrivedOn === null && leavesOn === null) return null
  return [
    purpose === null ? '' : t(`registry.purpose.${purpose}`),
    t('registry.stay-span', { from: arrivedOn ?? '?', to: leavesOn ?? '?' }),
  ]
    .filter((part) => part !== '')
    .join(' · ')
}

/** A field as it may be shown: sealed ones masked. */
function valueOf(p: PersonView, field: MergeField): string {
  const none = t('registry.none')
  switch (field) {
    case 'name':
      return p.name
    case 'sex':
      return sexWord(p.sex)
    case 'birthDate':
      return p.birthDate ?? none
    case 'nationality':
      return nationalityWord(p.nationality)
    case 'foreignName':
      return [p.foreign?.surname, p.foreign?.given].filter((part) => part != null).join(' ') || none
    case 'stay':
      return stayWords(p) ?? none
    case 'idNumber':
      return p.idNumber === null ? none : `${word('registry.id-kind', p.idKind)} ${p.idNumber}`
    case 'phone':
      return p.phone ?? none
    case 'care':
      return t(p.care ? 'registry.yes' : 'registry.no')
    case 'diedOn':
      return p.diedOn ?? none
    case 'workplace':
    case 'occupation':
    case 'emergencyContact':
    case 'remark':
      return p.sealed.includes(field) ? '****' : none
  }
}

/** A value, and how it is known. */
function Value({ of, field }: { readonly of: PersonView; readonly field: MergeField }) {
  const known = of.facts[field]
  return (
    <>
      <span className="dup-value">{valueOf(of, field)}</span>
      {known !== undefined && (
        <span className="sm mu">
          {t('registry.known', {
            source: t(`registry.source.${known.source}`),
            day: known.on,
            by: known.by,
            confidence: t(`registry.confidence.${known.confidence}`),
          })}
        </span>
      )}
    </>
  )
}

function Stays({ of, kind }: { readonly of: PersonView; readonly kind: ResidenceKind }) {
  const stays = of.stays.filter((s) => s.kind === kind)
  const open = stays.find((s) => s.to === null)
  return (
    <>
      <span className="dup-value">{open?.home.address ?? t('duplicates.stay-none')}</span>
      {open !== undefined && (
        <span className="sm mu">
          {open.home.grid} · {t('registry.since', { day: open.from })}
        </span>
      )}
      {stays
        .filter((s) => s.to !== null)
        .map((s) => (
          <span key={s.id} className="sm mu">
            {s.home.address}{' '}
            {t('registry.from-to', {
              from: s.from,
              to: s.to ?? '',
              why: word('registry.ended', s.endedBy ?? ''),
            })}
          </span>
        ))}
    </>
  )
}
