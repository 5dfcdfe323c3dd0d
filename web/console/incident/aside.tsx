import type { IncidentDetail } from '@lifang/domains/incidents/schema/views.ts'
import { LampChip, lampText } from '../../kit/lamp.tsx'
import { ClockStripMini } from '../../kit/strip/mini.tsx'
import { miniOf } from '../../kit/strip/segments.ts'
import { when } from '../../kit/time.ts'
import { t, word } from '../../kit/words.ts'

type Task = IncidentDetail['tasks'][number]

/** Who works on it: lead and assisting units, verification and check, and what waits for a decision. */
export function Tasks({ incident, now }: { incident: IncidentDetail; now: number }) {
  const { tasks, requests } = incident
  if (tasks.length === 0 && requests.length === 0) return null
  const open = tasks.filter((x) => x.status === 'waiting' || x.status === 'taken')
  return (
    <section className="card">
      <header>
        <h2>{t('console.tasks.title')}</h2>
        <span className="sp" />
        <span className="sm mu">{t('console.tasks.count', { open: open.length, all: tasks.length })}</span>
      </header>
      <ul className="tasks">
        {tasks.map((task) => (
          <li key={task.id}>
            <p className="line">
              <b className="ink md el">
                {word('console.task', task.kind)}
                {task.department === null ? '' : ` · ${task.department.name}`}
              </b>
              <span className="sp" />
              <TaskLamp task={task} incident={incident} />
            </p>
            <p className="sm mu">{taskLine(task, now)}</p>
            {task.kind === 'lead' && open.includes(task) && (
              <ClockStripMini segments={miniOf(incident.stages, incident.status)} />
            )}
          </li>
        ))}
        {requests.map((r) => (
          <li key={r.id}>
            <p className="line">
              <b className="ink md">{t('console.request-of', { kind: word('console.request', r.kind) })}</b>
              <span className="sp" />
              <span className="sm">
                {r.status === 'pending' && r.firstApproved
                  ? t('console.request-status.first')
                  : word('console.request-status', r.status)}
              </span>
            </p>
            <p className="sm mu">
              {t('console.request-by', { name: r.askedBy, at: when(Date.parse(r.askedAt), now) })}
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** A unit's lamp is its own stage only: the desk's lateness must not redden it. */
function TaskLamp({ task, incident }: { task: Task; incident: IncidentDetail }) {
  const stage =
    task.kind === 'lead'
      ? 'handle'
      : task.kind === 'check'
        ? 'check'
        : task.kind === 'verify'
          ? 'verify'
          : null
  const clock = incident.stages.findLast((s) => s.stage === stage)?.clock
  const open = task.status === 'waiting' || task.status === 'taken'
  if (open && clock !== undefined) return <LampChip lamp={clock.lamp} text={lampText(clock)} />
  return <span className="sm mu">{word('console.task-status', task.status)}</span>
}

const taskLine = (task: Task, now: number): string => {
  const parts = [
    word('console.task-status', task.status),
    t('console.tasks.opened', { at: when(Date.parse(task.openedAt), now) }),
  ]
  if (task.takenAt !== null) parts.push(t('console.tasks.taken', { at: when(Date.parse(task.takenAt), now) }))
  if (task.finishedAt !== null)
    parts.push(t('console.tasks.finished', { at: when(Date.parse(task.finishedAt), now) }))
  return parts.join(' · ')
}

/** What was told, where it is, how it was rated. */
export function Matter({ incident, now }: { incident: IncidentDetail; now: number }) {
  const { place, grid, condition } = incident
  const rows: [string, string][] = [
    [t('console.matter.description'), incident.description],
    [t('console.matter.occurred'), when(Date.parse(incident.occurredAt), now)],
    [t('console.matter.address'), incident.address ?? t('console.matter.no-address')],
    [
      t('console.matter.grid'),
      [grid.community, grid.name, grid.code].filter((p) => p !== null && p !== '').join(' · '),
    ],
    [t('console.matter.place'), `${place.lon.toFixed(6)}, ${place.lat.toFixed(6)} (${place.crs})`],
  ]
  if (condition !== null) {
    rows.push([t('console.matter.condition'), condition.text])
    rows.push([t('console.matter.closing'), condition.closing])
  }
  if (incident.rating !== null) {
    const { stars, solved, comment } = incident.rating
    const parts = [
      stars === null ? t('console.unrated') : t('console.stars', { n: stars }),
      solved === null ? null : word('console.solved', String(solved)),
      comment,
    ]
    rows.push([t('incidents.act.rate'), parts.filter((p) => p !== null && p !== '').join(' · ')])
  }
  if (incident.closedBy !== null)
    rows.push([t('console.matter.closed-by'), word('console.closed-by', incident.closedBy)])
  return (
    <section className="card">
      <header>
        <h2>{t('console.matter.title')}</h2>
      </header>
      <dl className="matter">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
