import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { Icon } from '../../kit/icons.tsx'
import { go, useSearch, useTitle } from '../../kit/path.ts'
import { printNumber, timeOf } from '../../kit/time.ts'
import { t } from '../../kit/words.ts'
import { Labelled } from '../../kit/labelled.tsx'
import { PageLink } from '../../kit/page-link.tsx'
import { Frame, Input, Trouble } from '../frame.tsx'
import { wrongWithReport, type Wrong } from '../outbox/before.ts'
import { isSealed, saysSomething, type ReportJob } from '../outbox/job.ts'
import { freshReport, jobOf, keep, openReport, useJob } from '../outbox/jobs.ts'
import { Sealed, toFirstWrong, useSending } from '../outbox/sending.tsx'
import { Tian } from '../outbox/tian.tsx'
import { classesQuery } from '../queries.ts'
import { sourceOf, usePerson } from '../session.tsx'
import { ClassChoice } from './class.tsx'
import { Shots } from './photos.tsx'
import { PlaceBlock } from './place.tsx'

const addressOf = (id: string): string => `/field/report?draft=${id}`

/** 上报: the draft of the address; without one, the half written one or a fresh one. */
export function ReportPage() {
  const person = usePerson()
  const id = useSearch().get('draft')
  const job = useJob(id ?? '')
  const mine = job?.kind === 'report' && job.owner === person.id
  useEffect(() => {
    if (!mine) go(addressOf(openReport(person.id, Date.now())), true)
  }, [mine, person.id])
  if (!mine) return null
  return job.sentAt === null ? <ReportForm key={job.id} job={job} /> : <SentReport job={job} />
}

function ReportForm({ job }: { job: ReportJob }) {
  useTitle(t('field.report'))
  const source = sourceOf(usePerson())
  const classes = useQuery(classesQuery).data ?? null
  const [wrong, setWrong] = useState<Wrong>({})
  const { sending, press, failed } = useSending(job.id)
  const sealed = isSealed(job)
  const change = (what: Partial<ReportJob> | ((now: ReportJob) => Partial<ReportJob>)): void => {
    const now = jobOf(job.id)
    if (now?.kind !== 'report') return
    void keep({ ...now, ...(typeof what === 'function' ? what(now) : what), trouble: null })
    setWrong({})
  }
  const submit = async (): Promise<void> => {
    const now = jobOf(job.id)
    if (now?.kind !== 'report') return
    // What may have arrived goes again as it was: there is nothing left to ask of it.
    const found = isSealed(now) ? {} : wrongWithReport(now, source, classes, Date.now())
    setWrong(found)
    if (Object.keys(found).length > 0) return toFirstWrong()
    setWrong(await press())
  }
  const kinds = job.self ? (['before', 'after'] as const) : (['near'] as const)
  // What stands on the record already is not asked again.
  const reported = job.number !== null
  const locked = sealed || reported
  return (
    <Frame
      title={t('field.report')}
      back={() => go('/field')}
      right={
        saysSomething(job) && !locked ? (
          <button
            type="button"
            className="quiet"
            onClick={() => go(addressOf(freshReport(job.owner, Date.now())))}
          >
            {t('field.report.other')}
          </button>
        ) : undefined
      }
      bar={
        <>
          {!sending && <Sealed job={job} />}
          {reported && !sealed && (
            <p className="note" role="status">
              {t('field.report.half', { number: printNumber(job.number ?? '') })}
            </p>
          )}
          <Trouble error={failed ?? wrong['form'] ?? null} />
          <button type="button" className="main" disabled={sending} onClick={() => void submit()}>
            {t(
              sending
                ? 'field.sending'
                : job.pressed
                  ? 'field.again'
                  : job.self
                    ? 'field.report.self-go'
                    : 'field.report.go',
            )}
          </button>
        </>
      }
    >
      {/* What is on its way is not changed under it. */}
      <fieldset disabled={sealed || sending}>
        <legend className="unseen">{t('field.report')}</legend>
        <section className="block shots-block">
          <div className={job.self ? 'pair' : ''}>
            {kinds.map((kind) => (
              <Shots
                key={kind}
                kind={kind}
                photos={job.photos.filter((p) => (job.self ? p.kind === kind : true))}
                disabled={sealed || sending || (reported && kind !== 'after')}
                onAdd={(photo) => change((now) => ({ photos: [...now.photos, photo] }))}
                onRemove={(key) => change((now) => ({ photos: now.photos.filter((p) => p.key !== key) }))}
              />
            ))}
          </div>
          <Trouble error={wrong['photos']} id="photos-wrong" />
        </section>
        <section className="block">
          <label className="switch">
            <span>
              <b>{t('field.report.self')}</b>
              <span className="hint">{t('field.report.self-why')}</span>
            </span>
            <input
              type="checkbox"
              role="switch"
              checked={job.self}
              disabled={locked}
              onChange={(event) => {
                const self = event.currentTarget.checked
                change((now) => ({
                  self,
                  // The first photos show how it was found.
                  photos: now.photos.map((p) => ({
                    ...p,
                    kind: self ? (p.kind === 'near' ? 'before' : p.kind) : 'near',
                  })),
                }))
              }}
            />
          </label>
          {job.self && wrong['photos'] !== undefined && (
            <Input
              id="reason"
              label={t('field.report.no-photo')}
              value={job.withoutPhotoReason}
              onChange={(withoutPhotoReason) => {
                change({ withoutPhotoReason })
                setWrong({ photos: wrong['photos'] ?? '' })
              }}
              wrong={wrong['withoutPhotoReason']}
              more={{ maxLength: 200 }}
            />
          )}
        </section>
        <fieldset disabled={locked}>
          <legend className="unseen">{t('field.report.what')}</legend>
          <PlaceBlock job={job} change={change} wrong={wrong['place']} />
          <section className="block">
            <Labelled
              id="words"
              label={t('field.words')}
              hint={t(job.category === null ? 'field.words.hint' : 'field.words.hint-class')}
              wrong={wrong['words']}
            >
              {(described) => (
                <textarea
                  {...described}
                  rows={3}
                  value={job.words}
                  onChange={(event) => change({ words: event.currentTarget.value })}
                />
              )}
            </Labelled>
          </section>
        </fieldset>
        <ClassChoice job={job} classes={classes} change={change} wrong={wrong['category']} />
        {!job.self && (
          <section className="block">
            <label className="switch">
              <span>
                <b>{t('field.urgent')}</b>
                <span className="hint">{t('field.urgent.why')}</span>
              </span>
              <input
                type="checkbox"
                role="switch"
                checked={job.urgent}
                disabled={locked}
                onChange={(event) => change({ urgent: event.currentTarget.checked })}
              />
            </label>
          </section>
        )}
      </fieldset>
    </Frame>
  )
}

/** The receipt: the number came back, and what becomes of it. */
function SentReport({ job }: { job: ReportJob }) {
  useTitle(t(job.self ? 'field.sent.self' : 'field.sent'))
  return (
    <Frame title={t(job.self ? 'field.sent.self' : 'field.sent')} back={() => go('/field')}>
      <section className="block receipt">
        <Tian n={3} />
        <p className="number">{printNumber(job.number ?? '')}</p>
        <p>{job.category?.name ?? job.words}</p>
        <p className="hint">
          {t(job.self ? 'field.sent.self-next' : 'field.sent.next', {
            time: job.sentAt === null ? '' : timeOf(Date.parse(job.sentAt)),
          })}
        </p>
      </section>
      <div className="block stack">
        <PageLink to={`/field/case/${job.number ?? ''}`} className="button">
          {t('field.sent.look')}
        </PageLink>
        <button type="button" onClick={() => go(addressOf(freshReport(job.owner, Date.now())))}>
          <Icon name="camera" large />
          {t('field.report.other')}
        </button>
      </div>
    </Frame>
  )
}
