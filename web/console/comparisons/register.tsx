import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Input, Radio } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { comparisonRoutes, type TaskView, type Theirs } from '@lifang/domains/registry/schema/comparison.ts'
import { SOURCES, type Source } from '@lifang/domains/registry/schema/lists.ts'
import type { HomeView } from '@lifang/domains/registry/schema/views.ts'
import { plainDate } from '@lifang/domains/registry/rules/comparison.ts'
import { idKindFor, sexOf } from '@lifang/domains/registry/rules/transfer/cells.ts'
import { call } from '../../kit/call.ts'
import { Labelled } from '../../kit/labelled.tsx'
import { Failed, Loading, ProblemAlert } from '../../kit/states.tsx'
import { useCommandId, wordsFault } from '../../kit/typed.ts'
import { t } from '../../kit/words.ts'
import { RecordPick } from '../custom/inputs.tsx'
import { PurposeLine } from '../privacy/purpose-line.tsx'
import { todayOf } from '../registry/proof.tsx'
import { homeQuery, registryChanged } from '../registry/queries.ts'
import { NewRow } from '../registry/sheet-lines.tsx'
import { entryOf, foundedAt, newLine, type NewLine } from '../registry/sheet-state.ts'
import { faultOf } from '../registry/words.tsx'
import { comparisonsChanged } from './queries.ts'

interface Filled {
  readonly line: NewLine
  /** Fields of theirs that say something no form can take. */
  readonly unclear: readonly string[]
}
/** A new line of the household sheet as the other register says; what cannot be read stays empty and is named. */
export function filledFrom(values: Theirs['values'], today: string): Filled {
  const line = newLine(false, today)
  const number = values.idNumber ?? ''
  const whole = !/[*＊]/.test(number)
  const kind = idKindFor('', number)
  const sex = sexOf(values.sex ?? '')
  const birthDate = plainDate(values.birthDate ?? '')
  const phone = values.phone ?? ''
  const unclear = [
    ...(whole ? [] : ['idNumber']),
    ...(sex.ok ? [] : ['sex']),
    ...(birthDate === null && (values.birthDate ?? '') !== '' ? ['birthDate'] : []),
    ...(/[*＊]/.test(phone) ? ['phone'] : []),
  ]
  return {
    line: {
      ...line,
      name: values.name ?? '',
      sex: sex.ok ? sex.value : 'unknown',
      birthDate: birthDate ?? '',
      idKind: whole && number !== '' && kind.ok ? kind.value : 'resident-id',
      idNumber: whole ? number : '',
      phone: unclear.includes('phone') ? '' : phone,
    },
    unclear,
  }
}

interface RegisterProps {
  readonly of: TaskView
  readonly onClose: () => void
}

/** Registers whom only the other register has: what they say is shown for a reason and fills the form; who registers checks it. */
export function RegisterHere({ of, onClose }: RegisterProps) {
  const idFor = useCommandId()
  const [reason, setReason] = useState('')
  const [fault, setFault] = useState<string | null>(null)
  const ask = useMutation({
    mutationFn: (why: string) =>
      call(comparisonRoutes.theirs, {
        params: { id: of.id },
        body: { id: idFor(['register', why]), reason: why },
      }),
    gcTime: 0,
  })
  const blank = !of.may.reveal
  const theirs: Theirs | undefined =
    ask.data ?? (blank ? { values: {}, leads: { building: null, home: null } } : undefined)
  return (
    <section className="card reg-sheet" aria-labelledby="cmp-register">
      <header>
        <h2 id="cmp-register">{t('comparison.register-him')}</h2>
        <span className="sm mu">
          {t(theirs === undefined ? 'comparison.register-why' : 'comparison.register-checked')}
        </span>
        <span className="sp" />
        <PurposeLine form="registration" />
      </header>
      {theirs === undefined ? (
        <form
          className="cmp-pad cmp-form"
          onSubmit={(event) => {
            event.preventDefault()
            const wrong = wordsFault(reason, 200, 4)
            setFault(wrong)
            if (wrong === null) ask.mutate(reason.trim())
          }}
        >
          <Labelled
            id="cmp-register-reason"
            label={t('comparison.show-reason')}
            wrong={fault ?? faultOf(ask.error)?.text}
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
          <ProblemAlert error={faultOf(ask.error)?.field === 'reason' ? null : ask.error} />
          <div className="line">
            <Button type="primary" htmlType="submit" loading={ask.isPending}>
              {t('comparison.register-ask')}
            </Button>
            <Button onClick={onClose}>{t('registry.cancel')}</Button>
          </div>
        </form>
      ) : (
        <Form of={of} theirs={theirs} onClose={onClose} />
      )}
    </section>
  )
}

function Form({ of, theirs, onClose }: RegisterProps & { readonly theirs: Theirs }) {
  const { leads, values } = theirs
  const [{ line: first, unclear }] = useState(() => filledFrom(values, todayOf()))
  const [line, setLine] = useState(first)
  const [home, setHome] = useState<string | null>(leads.home?.id ?? null)
  const [source, setSource] = useState<Source>('visit')
  const [verifiedOn, setVerifiedOn] = useState(todayOf)
  const view = useQuery({ ...homeQuery(home ?? ''), enabled: home !== null })
  const idFor = useCommandId()
  const founded = useRef(new Map<string, ReturnType<typeof foundedAt>>())
  const foundedOf = (at: HomeView): ReturnType<typeof foundedAt> => {
    // A retry is the same command: a household it founds keeps its id.
    const there = founded.current.get(at.id) ?? foundedAt(at)
    founded.current.set(at.id, there)
    return there
  }
  const save = useMutation({
    mutationFn: (at: HomeView) => {
      const body = {
        source,
        verifiedOn,
        version: of.version,
        home: at.id,
        entry: entryOf(line, { founded: foundedOf(at) }),
      }
      return call(comparisonRoutes.register, { params: { id: of.id }, body: { id: idFor(body), ...body } })
    },
    onSuccess: async () => {
      await Promise.all([comparisonsChanged(), registryChanged()])
    },
  })
  const fault = faultOf(save.error)
  const field = fault?.field.split('.').at(-1) ?? ''
  useEffect(() => {
    if (save.error !== null) document.querySelector<HTMLElement>('.reg-sheet [aria-invalid="true"]')?.focus()
  }, [save.error])
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (view.data !== undefined) save.mutate(view.data)
      }}
    >
      <div className="reg-sheet-home cmp-register-home">
        <Labelled
          id="cmp-register-home"
          label={t('comparison.register-home')}
          hint={home === null ? t('comparison.register-none') : undefined}
          wrong={field === 'home' ? fault?.text : null}
        >
          {({ id }) => (
            <RecordPick
              id={id}
              kind="home"
              value={home}
              name={leads.home?.address ?? ''}
              onChange={setHome}
            />
          )}
        </Labelled>
        <fieldset className="reg-set">
          <legend>{t('registry.source')}</legend>
          <Radio.Group
            value={source}
            onChange={(e) => setSource(SOURCES.find((s) => s === e.target.value) ?? source)}
            options={SOURCES.map((s) => ({ value: s, label: t(`registry.source.${s}`) }))}
          />
        </fieldset>
        <Labelled
          id="cmp-register-day"
          label={t('registry.verified-on')}
          wrong={field === 'verifiedOn' ? fault?.text : null}
        >
          {(described) => (
            <Input
              {...described}
              type="date"
              max={todayOf()}
              value={verifiedOn}
              onChange={(e) => setVerifiedOn(e.target.value)}
            />
          )}
        </Labelled>
      </div>
      {home === null && leads.building !== null && (
        <p className="cmp-pad">
          <Link to="/homes/buildings/$id" params={{ id: leads.building.id }} className="link">
            {t('comparison.register-building', { address: leads.building.address })}
          </Link>
        </p>
      )}
      {unclear.length > 0 && (
        <p className="mu sm cmp-pad">
          {t('comparison.unclear', { fields: unclear.map((f) => t(`comparison.field.${f}`)).join('、') })}
        </p>
      )}
      {home !== null &&
        view.data === undefined &&
        (view.isError ? (
          <Failed error={view.error} retry={() => void view.refetch()} />
        ) : (
          <Loading lines={3} />
        ))}
      {home !== null && view.data !== undefined && (
        <ul className="reg-sheet-lines" aria-label={t('registry.added')}>
          <NewRow
            home={home}
            line={line}
            n={1}
            fault={fault}
            refusal={save.error}
            change={(part) => setLine((now) => ({ ...now, ...part }))}
            remove={onClose}
          />
        </ul>
      )}
      <div className="reg-sheet-foot">
        <span className="sp" />
        <ProblemAlert error={SHOWN.includes(field) ? null : save.error} />
        <Button onClick={onClose}>{t('registry.cancel')}</Button>
        <Button type="primary" htmlType="submit" disabled={view.data === undefined} loading={save.isPending}>
          {t('comparison.register-do')}
        </Button>
      </div>
    </form>
  )
}

/** Fields that say a refusal themselves. */
const SHOWN: readonly string[] = [
  'name',
  'idNumber',
  'idReason',
  'phone',
  'birthDate',
  'from',
  'relation',
  'household',
  'home',
  'verifiedOn',
]
