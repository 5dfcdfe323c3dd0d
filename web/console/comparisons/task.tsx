import '../registry/registry.css'
import './comparisons.css'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import type { TaskView } from '@lifang/domains/registry/schema/comparison.ts'
import type { ComparedField } from '@lifang/domains/registry/schema/comparison-lists.ts'
import { Icon } from '../../kit/icons.tsx'
import { part } from '../../kit/part.tsx'
import { Failed, Loading } from '../../kit/states.tsx'
import { exact } from '../../kit/time.ts'
import { t } from '../../kit/words.ts'
import { taskQuery } from './queries.ts'
import { registerOfTask, VerdictWord } from './words.tsx'

const ActForm = part(async () => (await import('./act.tsx')).ActForm)
const RegisterHere = part(async () => (await import('./register.tsx')).RegisterHere, <Loading lines={6} />)
const PlaceForm = part(async () => (await import('./place.tsx')).PlaceForm)
const ShowTheirs = part(async () => (await import('./theirs.tsx')).ShowTheirs)

/** One task: both sides beside each other, what differs by mark and word, and what can be done. */
export function ComparisonTaskPage() {
  const { id } = useParams({ from: '/staff/comparisons/tasks/$id' })
  const { data, error, isError, refetch } = useQuery(taskQuery(id))
  return (
    <div className="page reg-page">
      {data === undefined ? (
        <section className="card">
          {isError ? <Failed error={error} retry={() => void refetch()} /> : <Loading lines={8} />}
        </section>
      ) : (
        <Task key={id} of={data} />
      )}
    </div>
  )
}

function Task({ of }: { readonly of: TaskView }) {
  const [showing, setShowing] = useState(false)
  const [registering, setRegistering] = useState(false)
  const settled = of.state !== 'open'
  return (
    <>
      <Link to="/comparisons/tasks" search={{ comparison: of.comparison }} className="link reg-back">
        <Icon name="back" />
        {t('comparison.task-back')}
      </Link>
      <div className="line wrap">
        <h1>{of.name === '' ? t('comparison.field.record') : of.name}</h1>
        <VerdictWord of={of.verdict} />
        <span className="mu md">
          {t(`comparison.field.${of.field ?? 'record'}`)} · {registerOfTask(of)} · {of.area.name}
        </span>
        {!of.placed && <span className="tag">{t('comparison.not-placed')}</span>}
        <span className="sp" />
        <span className={of.overdue ? 'cmp-late' : 'mu md'}>
          {settled ? t(`comparison.task-state.${of.state}`) : t('comparison.due', { day: of.dueOn })}
          {of.overdue && ` · ${t('comparison.overdue')}`}
        </span>
      </div>
      <p className="mu md cmp-why">
        {t('comparison.basis')}：{of.basis} · {t('comparison.purpose')}：{of.purpose}
      </p>
      {settled && of.by !== null && (
        <p className="cmp-done" role="status">
          <Icon name="check" />
          {t('comparison.done-by', { by: of.by, at: exact(Date.parse(of.doneAt ?? '')).slice(0, 16) })}
          {of.reason !== null && `：${of.reason}`}
        </p>
      )}
      {of.elsewhere && (
        <div className="problem" role="note">
          <Icon name="pin" />
          <p>{t('comparison.elsewhere')}</p>
        </div>
      )}
      <section className="card" aria-labelledby="cmp-sides">
        <header>
          <h2 id="cmp-sides">{t('comparison.sides')}</h2>
          <span className="mu sm">{of.matched !== null && t(`comparison.matched.${of.matched}`)}</span>
          <span className="sp" />
          {of.may.reveal && <Button onClick={() => setShowing(true)}>{t('comparison.show')}</Button>}
          {of.person?.seen === true && (
            <Link to="/people/$id" params={{ id: of.person.id }} className="link">
              {t(of.state === 'registered' ? 'comparison.registered-link' : 'comparison.open-person')}
            </Link>
          )}
          {of.may.register && !registering && (
            <Button onClick={() => setRegistering(true)}>{t('comparison.register-him')}</Button>
          )}
        </header>
        <Sides of={of} />
      </section>
      {of.may.register && registering && <RegisterHere of={of} onClose={() => setRegistering(false)} />}
      {of.may.place && !registering && <PlaceForm key={of.version} of={of} />}
      {of.acts.length > 0 && !registering && <ActForm of={of} />}
      {showing && <ShowTheirs of={of} onClose={() => setShowing(false)} />}
    </>
  )
}

const valueWord = (field: ComparedField, value: string | null): string =>
  value === null
    ? t('comparison.nothing')
    : field === 'sex' && (value === 'male' || value === 'female')
      ? t(`comparison.sex.${value}`)
      : value

function Sides({ of }: { readonly of: TaskView }) {
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={t('comparison.sides')}>
      <table className="table cmp-sides">
        <thead>
          <tr>
            <th scope="col">{t('comparison.col.field')}</th>
            <th scope="col">{t('comparison.ours')}</th>
            <th scope="col">{t('comparison.theirs')}</th>
            <th scope="col">{t('comparison.col.verdict')}</th>
          </tr>
        </thead>
        <tbody>
          {of.sides.map((s) => (
            <tr
              key={s.field}
              className={s.field === of.field ? 'on' : ''}
              aria-current={s.field === of.field ? 'true' : undefined}
            >
              <th scope="row">{t(`comparison.field.${s.field}`)}</th>
              <td className={s.ours === null ? 'mu' : ''}>
                {of.person !== null && !of.person.seen
                  ? t('comparison.not-yours')
                  : valueWord(s.field, s.ours)}
              </td>
              <td className={s.theirs === null ? 'mu' : ''}>
                {s.verdict === 'same' && s.theirs === null ? '—' : valueWord(s.field, s.theirs)}
              </td>
              <td>{s.verdict === null ? <span className="mu">—</span> : <VerdictWord of={s.verdict} />}</td>
            </tr>
          ))}
          {(of.theirState !== 'present' || of.person === null) && (
            <tr className={of.field === null ? 'on' : ''}>
              <th scope="row">{t('comparison.field.state')}</th>
              <td>
                {of.person === null
                  ? t('comparison.their-state.absent')
                  : t('comparison.their-state.present')}
              </td>
              <td>{t(`comparison.their-state.${of.theirState}`)}</td>
              <td>
                <VerdictWord of={of.verdict} />
              </td>
            </tr>
          )}
        </tbody>
      </table>
    </div>
  )
}
