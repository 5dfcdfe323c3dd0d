import '../registry/registry.css'
import '../imports/imports.css'
import './comparisons.css'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { comparisonRoutes, type ComparisonView } from '@lifang/domains/registry/schema/comparison.ts'
import { call } from '../../kit/call.ts'
import { Icon } from '../../kit/icons.tsx'
import { part } from '../../kit/part.tsx'
import { Failed, Loading, ProblemAlert } from '../../kit/states.tsx'
import { exact } from '../../kit/time.ts'
import { useCommandId } from '../../kit/typed.ts'
import { t } from '../../kit/words.ts'
import { comparisonQuery, comparisonsChanged } from './queries.ts'
import { Report } from './report.tsx'
import { registerOf, StateWord } from './words.tsx'

const SendList = part(async () => (await import('./send.tsx')).SendList)
const LineColumns = part(async () => (await import('./columns.tsx')).LineColumns)

/** One comparison from the list to its report. */
export function ComparisonPage() {
  const { id } = useParams({ from: '/staff/comparisons/$id' })
  const { data, error, isError, refetch } = useQuery(comparisonQuery(id))
  return (
    <div className="page reg-wide">
      <Link to="/comparisons" className="link reg-back">
        <Icon name="back" />
        {t('comparison.back')}
      </Link>
      {data === undefined ? (
        <section className="card">
          {isError ? <Failed error={error} retry={() => void refetch()} /> : <Loading lines={8} />}
        </section>
      ) : (
        <Standing key={id} of={data} />
      )}
    </div>
  )
}

function Standing({ of }: { readonly of: ComparisonView }) {
  const idFor = useCommandId()
  const again = useMutation({
    mutationFn: () =>
      call(comparisonRoutes.start, {
        params: { id: of.id },
        body: { id: idFor(['again', of.progress, of.state]), columns: {} },
      }),
    onSuccess: comparisonsChanged,
  })
  const begun = of.columns !== null
  const resting = of.state === 'cancelled' || of.state === 'failed'
  return (
    <>
      <div className="line wrap">
        <h1>{registerOf(of)}</h1>
        <StateWord of={of} />
        <span className="mu md">
          {of.area.name} ·{' '}
          {t('comparison.begun', { by: of.by, at: exact(Date.parse(of.createdAt)).slice(0, 16) })}
        </span>
        <span className="sp" />
        {of.report !== null && (
          <a className="link" href={comparisonRoutes.sheet.path.replace('{id}', of.id)} download>
            {t('comparison.sheet-get')}
          </a>
        )}
        {of.tasks > 0 && (
          <Link to="/comparisons/tasks" search={{ comparison: of.id }} className="link">
            {t('comparison.tasks-open', { n: of.open })}
          </Link>
        )}
      </div>
      <Facts of={of} />
      {of.problem !== null && (
        <div className="problem" role="alert">
          <Icon name="stop" />
          <p>{t(of.problem)}</p>
        </div>
      )}
      {of.state === 'running' && <Moving of={of} />}
      {of.mine && resting && begun && !of.purged && (
        <div className="line">
          <Button type="primary" loading={again.isPending} onClick={() => again.mutate()}>
            {t('comparison.go-on')}
          </Button>
          <ProblemAlert error={again.error} />
        </div>
      )}
      {of.mine && !begun && of.via === 'file' && <SendList of={of} />}
      {of.mine && !begun && of.via === 'api' && (
        <section className="card cmp-pad">
          <p>{t('comparison.api-note')}</p>
          <Button
            type="primary"
            disabled={of.lines === 0}
            loading={again.isPending}
            onClick={() => again.mutate()}
          >
            {t('comparison.start')}
          </Button>
          <ProblemAlert error={again.error} />
        </section>
      )}
      {of.mine && !begun && of.via === 'file' && of.state === 'ready' && (
        <LineColumns key={of.heads.join('|')} of={of} />
      )}
      {of.report !== null && <Report of={of} report={of.report} />}
      {of.unread > 0 && <Unread of={of} />}
    </>
  )
}

function Facts({ of }: { readonly of: ComparisonView }) {
  const ages =
    of.ageFrom === null && of.ageTo === null
      ? t('comparison.ages-all')
      : t('comparison.ages', { from: of.ageFrom ?? 0, to: of.ageTo ?? 120 })
  const rows = [
    ['basis', of.basis],
    ['purpose', of.purpose],
    ['fields', of.fields.map((f) => t(`comparison.field.${f}`)).join('、')],
    ['scope', t('comparison.scope', { stay: t(`comparison.stay.${of.stay}`), ages })],
    [
      'data',
      [
        of.via === 'api' ? t('comparison.via.api') : of.fileName,
        t('comparison.lines', { n: of.lines.toLocaleString('en-US') }),
      ]
        .filter((x) => x !== '')
        .join(' · '),
    ],
    ['due', of.dueOn ?? '—'],
  ] as const
  return (
    <section className="card cmp-facts">
      <dl>
        {rows.map(([key, value]) => (
          <div key={key}>
            <dt>{t(`comparison.fact.${key}`)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className="mu sm">
        {of.purged ? t('comparison.purged-note') : t('comparison.keep-note', { days: of.keepDays })}
      </p>
    </section>
  )
}

function Moving({ of }: { readonly of: ComparisonView }) {
  const idFor = useCommandId()
  const stop = useMutation({
    mutationFn: () =>
      call(comparisonRoutes.cancel, {
        params: { id: of.id },
        body: { id: idFor(['stop', of.progress.done]) },
      }),
    onSuccess: comparisonsChanged,
  })
  const { phase, done, of: all, stopping } = of.progress
  return (
    <section className="card cmp-pad" aria-live="polite">
      <p>
        {t(`comparison.phase.${phase}`, {
          done: done.toLocaleString('en-US'),
          of: all.toLocaleString('en-US'),
        })}
      </p>
      <progress
        className="imp-bar"
        max={Math.max(all, 1)}
        value={done}
        aria-label={t('comparison.state.running')}
      />
      {of.mine && (
        <Button disabled={stopping} loading={stop.isPending} onClick={() => stop.mutate()}>
          {stopping ? t('comparison.stopping') : t('comparison.cancel')}
        </Button>
      )}
      <ProblemAlert error={stop.error} />
    </section>
  )
}

function Unread({ of }: { readonly of: ComparisonView }) {
  return (
    <section className="card" aria-labelledby="cmp-unread">
      <header>
        <h2 id="cmp-unread">{t('comparison.unread', { n: of.unread })}</h2>
      </header>
      <ul className="reg-lines">
        {of.unreadLines.map((l) => (
          <li key={l.line}>
            <b>{t('comparison.unread-line', { line: l.line })}</b>
            <span>
              {l.field !== null && `${t(`comparison.field.${l.field}`)}：`}
              {t(l.code)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
