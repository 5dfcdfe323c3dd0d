import './registry.css'
import './foreign.css'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState, type ReactNode } from 'react'
import { nextEnd } from '@lifang/domains/registry/rules/foreign.ts'
import { nationalityWord } from '@lifang/domains/registry/schema/nationality-lists.ts'
import type { PersonView } from '@lifang/domains/registry/schema/views.ts'
import { Icon } from '../../kit/icons.tsx'
import { Empty, Failed, Loading } from '../../kit/states.tsx'
import { exact } from '../../kit/time.ts'
import { postWord, t, word } from '../../kit/words.ts'
import { part } from '../../kit/part.tsx'
import { Tabs } from '../desk/tabs.tsx'
import { useMe } from '../app/session.tsx'
import { seesLabels } from '../app/rooms.ts'
import { Marks } from './people.tsx'
import { PERSON_TABS } from '../app/tabs.ts'
import { Happened } from '../subjects/happened.tsx'
import { historyQuery, personQuery } from './queries.ts'
import { Changes } from './changes.tsx'
import { Households } from './households.tsx'
import { ageWords, End, fieldWord, kinWord, sexWord } from './words.tsx'
import type { PersonDoing } from './person-acts.tsx'

const PersonAct = part(async () => (await import('./person-acts.tsx')).PersonAct)
const OwnFields = part(async () => (await import('../custom/fields-card.tsx')).OwnFields)
const PersonLabels = part(async () => (await import('../labels/person-labels.tsx')).PersonLabels)
const OpenRequests = part(async () => (await import('../privacy/person-rights.tsx')).OpenRequests)
const PersonRights = part(async () => (await import('../privacy/person-rights.tsx')).PersonRights)
const Birth = part(async () => (await import('./birth.tsx')).Birth)
const Reveal = part(async () => (await import('./reveal.tsx')).Reveal)

/** A person: facts with their sources, residences, household, and what became of every field. */
export function PersonPage() {
  const { id } = useParams({ from: '/staff/people/$id' })
  const person = useQuery(personQuery(id))
  if (person.data === undefined)
    return person.isError ? (
      <Failed error={person.error} retry={() => void person.refetch()} />
    ) : (
      <Loading lines={8} />
    )
  return <Person key={person.data.id} of={person.data} />
}

function Person({ of }: { readonly of: PersonView }) {
  const { tab = 'basic' } = useSearch({ from: '/staff/people/$id' })
  const navigate = useNavigate()
  const me = useMe()
  const [doing, setDoing] = useState<PersonDoing | null>(null)
  const [birth, setBirth] = useState<string | null>(null)
  const kinds = of.stays.filter((s) => s.to === null).map((s) => s.kind)
  const split =
    new Set(of.stays.filter((s) => s.to === null).map((s) => s.home.id)).size > 1 ||
    // Who is from elsewhere has no 户籍 to be apart from.
    (kinds.length === 1 && !(of.foreign !== null && kinds[0] === 'residing'))
  return (
    <div className="page reg-page">
      <div className="line">
        <Link to="/people" className="link reg-back">
          <Icon name="back" />
          {t('console.room.people')}
        </Link>
      </div>
      {of.mergedFrom !== null && (
        <p className="reg-merged" role="status">
          <Icon name="link" />
          {t('duplicates.merged-from')}
        </p>
      )}
      <div className="line wrap">
        <h1>{of.name}</h1>
        <span className="mu">
          {sexWord(of.sex)} {ageWords(of.age)}
        </span>
        <Marks
          split={split}
          care={of.care}
          status={of.status}
          foreign={
            of.foreign === null ? null : { nationality: of.nationality, end: nextEnd(of.foreign.ends) }
          }
        />
        <span className="sp" />
        {of.may.edit && (
          <>
            <Button onClick={() => setDoing('edit')}>{t('registry.do.edit')}</Button>
            {kinds.length > 0 && (
              <Button onClick={() => setDoing('move-out')}>{t('registry.do.move-out')}</Button>
            )}
            {of.status !== 'dead' && (
              <Button onClick={() => setDoing('death')}>{t('registry.do.death')}</Button>
            )}
          </>
        )}
      </div>
      {of.may.reveal && <OpenRequests id={of.id} />}
      <section className="card">
        <Tabs
          label={t('registry.tabs')}
          tabs={PERSON_TABS.filter(
            (one) => (one !== 'labels' || seesLabels(me)) && (one !== 'rights' || of.may.reveal),
          )}
          tab={tab}
          words="registry.tab"
          choose={(next) =>
            void navigate({
              to: '/people/$id',
              params: { id: of.id },
              search: next === 'basic' ? {} : { tab: next },
              replace: true,
            })
          }
        />
        {tab === 'basic' && <Basic of={of} />}
        {tab === 'residence' && <Stays of={of} />}
        {tab === 'family' &&
          (of.households.length === 0 ? (
            <Empty title={t('registry.no-household')} hint={t('registry.no-household-hint')} />
          ) : (
            <Households of={of.households} {...(of.may.edit ? { birth: setBirth } : {})} />
          ))}
        {tab === 'happened' && <Happened kind="person" id={of.id} />}
        {tab === 'labels' && seesLabels(me) && <PersonLabels id={of.id} name={of.name} />}
        {tab === 'rights' && of.may.reveal && <PersonRights id={of.id} name={of.name} />}
        {tab === 'history' && <History id={of.id} tells={of.may.reveal} />}
      </section>
      {birth !== null && (
        <Birth
          household={birth}
          home={of.households.find((h) => h.id === birth)?.home ?? ''}
          onClose={() => setBirth(null)}
        />
      )}
      {tab === 'basic' && <OwnFields base="person" id={of.id} />}
      {doing !== null && <PersonAct act={doing} of={of} onClose={() => setDoing(null)} />}
    </div>
  )
}

const SEALED = ['workplace', 'occupation', 'emergencyContact', 'remark'] as const

function Basic({ of }: { readonly of: PersonView }) {
  const [asked, setAsked] = useState<'idNumber' | 'phone' | (typeof SEALED)[number] | null>(null)
  const open = (field: 'idNumber' | 'phone' | (typeof SEALED)[number]) =>
    of.may.reveal ? (
      <button type="button" className="link sm" onClick={() => setAsked(field)}>
        {t('registry.reveal')}
        <span className="hidden">{fieldWord(field)}</span>
      </button>
    ) : null
  return (
    <>
      <dl className="reg-facts">
        <Fact of={of} field="name">
          {of.name}
        </Fact>
        <Fact of={of} field="sex">
          {sexWord(of.sex)}
        </Fact>
        <Fact of={of} field="birthDate">
          {of.birthDate ?? t('registry.none')}
        </Fact>
        <Fact of={of} field="idNumber">
          {of.idNumber === null ? (
            t('registry.none')
          ) : (
            <>
              {of.idNumber} <span className="mu sm">{word('registry.id-kind', of.idKind)}</span>{' '}
              {open('idNumber')}
            </>
          )}
        </Fact>
        <Fact of={of} field="phone">
          {of.phone === null ? (
            t('registry.none')
          ) : (
            <>
              {of.phone} {open('phone')}
            </>
          )}
        </Fact>
        <Fact of={of} field="nationality">
          {nationalityWord(of.nationality)}
        </Fact>
        {SEALED.map((field) => (
          <Fact key={field} of={of} field={field}>
            {of.sealed.includes(field) ? <>**** {open(field)}</> : t('registry.none')}
          </Fact>
        ))}
        {of.diedOn !== null && (
          <Fact of={of} field="diedOn">
            {of.diedOn}
          </Fact>
        )}
      </dl>
      {of.foreign !== null && <Foreign of={of} foreign={of.foreign} />}
      {asked !== null && (
        <Reveal person={of.id} name={of.name} field={asked} onClose={() => setAsked(null)} />
      )}
    </>
  )
}

/** 境外人员: the name as the paper prints it, and until when paper and stay go on. */
function Foreign({
  of,
  foreign,
}: {
  readonly of: PersonView
  readonly foreign: NonNullable<PersonView['foreign']>
}) {
  const none = t('registry.none')
  return (
    <section aria-labelledby="reg-foreign">
      <div className="line wrap reg-foreign">
        <h2 id="reg-foreign">{t('registry.foreign')}</h2>
        {foreign.ends.map((end) => (
          <End key={end.what} of={end} />
        ))}
      </div>
      <dl className="reg-facts">
        <Fact of={of} field="foreignSurname">
          {foreign.surname ?? none}
        </Fact>
        <Fact of={of} field="foreignGiven">
          {foreign.given ?? none}
        </Fact>
        <Fact of={of} field="idUntil">
          {foreign.idUntil ?? none}
        </Fact>
        <Fact of={of} field="stayPurpose">
          {foreign.purpose === null ? none : t(`registry.purpose.${foreign.purpose}`)}
        </Fact>
        <Fact of={of} field="arrivedOn">
          {foreign.arrivedOn ?? none}
        </Fact>
        <Fact of={of} field="leavesOn">
          {foreign.leavesOn ?? none}
        </Fact>
      </dl>
    </section>
  )
}

/** A value, and how it is known. */
function Fact({
  of,
  field,
  children,
}: {
  readonly of: PersonView
  readonly field: string
  readonly children: ReactNode
}) {
  const known = of.facts[field]
  return (
    <div>
      <dt>{fieldWord(field)}</dt>
      <dd>{children}</dd>
      {known !== undefined && (
        <dd className="sm mu">
          {t('registry.known', {
            source: t(`registry.source.${known.source}`),
            day: known.on,
            by: known.by,
            confidence: t(`registry.confidence.${known.confidence}`),
          })}
        </dd>
      )}
    </div>
  )
}

function Stays({ of }: { readonly of: PersonView }) {
  if (of.stays.length === 0) return <Empty title={t('registry.no-stay')} />
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={t('registry.tab.residence')}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t('registry.col.stay-kind')}</th>
            <th scope="col" className="reg-col-address">
              {t('registry.col.address')}
            </th>
            <th scope="col">{t('registry.col.grid')}</th>
            <th scope="col">{t('registry.col.relation')}</th>
            <th scope="col" className="reg-col-span">
              {t('registry.col.span')}
            </th>
          </tr>
        </thead>
        <tbody>
          {of.stays.map((s) => (
            <tr key={s.id} className={s.to === null ? '' : 'over'}>
              <td>{t(`registry.stay.${s.kind}`)}</td>
              <td title={s.home.address}>
                <Link to="/homes/$id" params={{ id: s.home.id }} className="link">
                  {s.home.address}
                </Link>
              </td>
              <td>{s.home.grid}</td>
              <td>{kinWord(s.relation)}</td>
              <td>
                {s.to === null
                  ? t('registry.since', { day: s.from })
                  : t('registry.from-to', {
                      from: s.from,
                      to: s.to,
                      why: word('registry.ended', s.endedBy ?? ''),
                    })}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function History({ id, tells }: { readonly id: string; readonly tells: boolean }) {
  const { data, error, isError, refetch } = useQuery(historyQuery(id))
  if (data === undefined)
    return isError ? <Failed error={error} retry={() => void refetch()} /> : <Loading lines={6} />
  return (
    <div className="reg-history">
      <section aria-labelledby="reg-changes">
        <h2 id="reg-changes">{t('registry.changes')}</h2>
        <Changes items={data.changes} />
      </section>
      <section aria-labelledby="reg-looked">
        <h2 id="reg-looked">{t('registry.looked')}</h2>
        {tells && (
          <p className="md">
            <Link to="/people/$id/looks" params={{ id }} className="link">
              {t('registry.looks')}
            </Link>
          </p>
        )}
        {data.looked.length === 0 ? (
          <p className="mu md">{t('registry.looked-none')}</p>
        ) : (
          <ul className="timeline">
            {data.looked.map((l) => (
              <li key={`${l.at}${l.field}`}>
                <time dateTime={l.at}>{exact(Date.parse(l.at)).slice(0, 16)}</time>
                {t('registry.looked-line', { by: l.by, post: postWord(l.post), field: fieldWord(l.field) })}
                <p>{l.reason}</p>
              </li>
            ))}
          </ul>
        )}
      </section>
    </div>
  )
}
