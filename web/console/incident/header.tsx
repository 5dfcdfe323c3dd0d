import { Link } from '@tanstack/react-router'
import type { ClockSpan } from '@lifang/domains/calendar/schema.ts'
import type { IncidentDetail } from '@lifang/domains/incidents/schema/views.ts'
import { Icon } from '../../kit/icons.tsx'
import { LampChip, lampText, lampWord } from '../../kit/lamp.tsx'
import { ClockStrip } from '../../kit/strip/full.tsx'
import { runningRun } from '../../kit/strip/segments.ts'
import { exact, limitWords, printNumber, spell, when } from '../../kit/time.ts'
import { beside, t, word } from '../../kit/words.ts'
import { subjectOf } from '../../kit/subject.ts'

interface HeaderProps {
  readonly incident: IncidentDetail
  readonly spans: readonly ClockSpan[]
  /** The server's present, as far as the spans tell it. */
  readonly clockNow: number
  readonly now: number
}

export function IncidentHeader({ incident, spans, clockNow, now }: HeaderProps) {
  const { grid } = incident
  return (
    <header className="case-head">
      <div className="line sm mu">
        <Link to="/" search={{ tab: 'open' }}>
          {t('console.desk.title')}
        </Link>
        <Icon name="right" />
        {grid.community !== null && (
          <>
            <span>{grid.community}</span>
            <Icon name="right" />
          </>
        )}
        <span>{grid.name}</span>
        <span className="sp" />
        <span className="el wide-only">{originOf(incident)}</span>
      </div>
      <div className="line title">
        <h1>{titleOf(incident)}</h1>
        <MainLamp incident={incident} />
        <span className="tag b">{word('incidents.status', incident.status)}</span>
        {flagsOf(incident).map((flag) => (
          <span key={flag} className="tag">
            {flag}
          </span>
        ))}
        <span className="sp" />
        <button type="button" className="plain-button print-case" onClick={() => window.print()}>
          <Icon name="print" />
          {t('map.print')}
        </button>
      </div>
      <dl className="facts md">
        <div>
          <dt className="hidden">{t('console.desk.col.number')}</dt>
          <dd className="ink">{printNumber(incident.number)}</dd>
        </div>
        {factsOf(incident, now).map(([name, value, title]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd title={title}>{value}</dd>
          </div>
        ))}
        <div className="total">
          <dt>{t('incidents.stage.total')}</dt>
          <dd>{totalOf(incident)}</dd>
        </div>
      </dl>
      <ClockStrip stages={incident.stages} status={incident.status} spans={spans} now={clockNow} />
    </header>
  )
}

export const titleOf = (incident: IncidentDetail): string => {
  const subject = subjectOf(incident)
  return incident.address === null ? subject : beside(subject, incident.address)
}

const originOf = (incident: IncidentDetail): string =>
  [
    t('console.case.source', { source: word('incidents.source', incident.source) }),
    incident.category === null ? null : `${incident.category.code} ${incident.categoryName ?? ''}`,
    incident.listVersion === null ? null : t('console.case.list', { version: incident.listVersion }),
  ]
    .filter((part) => part !== null)
    .join(' · ')

/** The running stage's lamp leads; a finished case shows how it ended. */
function MainLamp({ incident }: { incident: IncidentDetail }) {
  const running = runningRun(incident.stages)
  const total = incident.stages.filter((s) => s.stage === 'total').at(-1)
  const shown = running ?? total
  if (shown === undefined) return <LampChip big lamp={incident.lamp} text={lampWord(incident.lamp)} />
  const text = lampText(shown.clock)
  return (
    <LampChip
      big
      lamp={shown.clock.lamp}
      text={
        running === null
          ? text
          : t('console.case.stage-lamp', { stage: word('incidents.stage', running.stage), lamp: text })
      }
    />
  )
}

function flagsOf(incident: IncidentDetail): string[] {
  const flags: string[] = []
  if (incident.urgent) flags.push(t('console.flag.urgent'))
  if (incident.onHold) flags.push(t('console.flag.on-hold'))
  if (incident.desk !== null) flags.push(t('console.flag.desk', { desk: incident.desk.name }))
  if (incident.supervision !== null) flags.push(word('console.supervision', incident.supervision))
  for (const r of incident.requests)
    if (r.status === 'pending')
      flags.push(t('console.flag.pending', { kind: word('console.request', r.kind) }))
  if (incident.reporter?.confidential === true) flags.push(t('console.flag.confidential'))
  if (incident.provisional) flags.push(t('console.flag.provisional'))
  const times = (act: string): number => incident.timeline.filter((s) => s.act === act).length
  if (times('rework') > 0) flags.push(t('console.flag.rework', { n: times('rework') }))
  if (times('dispatch') > 1) flags.push(t('console.flag.redispatch', { n: times('dispatch') }))
  if (incident.mergedInto !== null)
    flags.push(t('console.merged-into', { number: printNumber(incident.mergedInto) }))
  return flags
}

function factsOf(incident: IncidentDetail, now: number): [string, string, string?][] {
  const lead = incident.tasks.findLast((x) => x.kind === 'lead')?.department ?? incident.department
  const helping = incident.tasks.flatMap((x) =>
    x.kind === 'assisting' && x.status !== 'excused' && x.department !== null ? [x.department.name] : [],
  )
  const reporter = incident.reporter
  const facts: [string, string, string?][] = []
  if (lead !== null) facts.push([t('console.task.lead'), lead.name])
  if (helping.length > 0) facts.push([t('console.task.assisting'), [...new Set(helping)].join('、')])
  if (reporter !== null) {
    const shown = [reporter.name, reporter.phone].filter((p) => p !== null).join(' ')
    facts.push([t('console.case.reporter'), shown === '' ? t('console.hidden-reporter') : shown])
  }
  const reported = Date.parse(incident.reportedAt)
  facts.push([t('console.case.reported'), when(reported, now), exact(reported)])
  return facts
}

function totalOf(incident: IncidentDetail): string {
  const total = incident.stages.filter((s) => s.stage === 'total').at(-1)
  if (total === undefined) return t('console.case.no-total')
  return t('console.case.total', {
    used: spell(total.clock.usedMs),
    limit: limitWords(total.limit),
    lamp: lampText(total.clock),
  })
}
