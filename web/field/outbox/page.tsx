import { useState } from 'react'
import { Icon } from '../../kit/icons.tsx'
import { useTitle } from '../../kit/path.ts'
import { printNumber, when } from '../../kit/time.ts'
import { t, word } from '../../kit/words.ts'
import { PageLink } from '../../kit/page-link.tsx'
import { useNow } from '../../kit/now.ts'
import { Block, Empty, Frame, Trouble } from '../frame.tsx'
import { usePerson } from '../session.tsx'
import { isSealed, type Job } from './job.ts'
import { forget, useJobs } from './jobs.ts'
import { useSending } from './sending.tsx'
import { Tian } from './tian.tsx'

const titleOf = (job: Job): string => {
  if (job.kind === 'act') return `${word('incidents.act', job.act)} ${job.subject}`
  const what = job.category?.name ?? job.words.trim().slice(0, 24)
  return `${t(job.self ? 'field.outbox.self' : 'field.outbox.report')} ${what}`.trim()
}
const addressOf = (job: Job): string =>
  job.sentAt !== null || job.kind === 'act'
    ? `/field/case/${job.number ?? ''}${job.sentAt === null && job.kind === 'act' ? `?act=${job.act}` : ''}`
    : `/field/report?draft=${job.id}`

/** 发送: what did not go out, what is half written, and the receipts of late. */
export function OutboxPage() {
  const now = useNow()
  const { drafts, waiting, sent } = useJobs(usePerson().id)
  useTitle(t('field.outbox'))
  return (
    <Frame title={t('field.outbox')} second={t('field.outbox.why')}>
      <Block title={t('field.outbox.waiting', { n: waiting.length })} beside={t('field.outbox.stays')}>
        {waiting.length === 0 ? (
          <Empty>{t('field.outbox.none')}</Empty>
        ) : (
          <ul className="rows">
            {waiting.map((job) => (
              <Waiting key={job.id} job={job} now={now} />
            ))}
          </ul>
        )}
      </Block>
      {drafts.length > 0 && (
        <Block title={t('field.outbox.drafts', { n: drafts.length })}>
          <ul className="rows">
            {drafts.map((job) => (
              <Waiting key={job.id} job={job} now={now} />
            ))}
          </ul>
        </Block>
      )}
      <Block title={t('field.outbox.sent', { n: sent.length })} beside={t('field.outbox.three-days')}>
        {sent.length === 0 ? (
          <Empty>{t('field.outbox.sent-none')}</Empty>
        ) : (
          <ul className="rows">
            {sent.map((job) => (
              <li key={job.id}>
                <PageLink to={addressOf(job)} className="row side">
                  <span className="what">
                    <b>{titleOf(job)}</b>
                    <span className="where">
                      {[
                        job.sentAt === null ? '' : when(Date.parse(job.sentAt), now),
                        printNumber(job.number ?? ''),
                      ].join(' · ')}
                    </span>
                  </span>
                  <span className="state">
                    {t('field.state.taken')}
                    <Tian n={3} size={18} />
                  </span>
                </PageLink>
              </li>
            ))}
          </ul>
        )}
      </Block>
    </Frame>
  )
}

function Waiting({ job, now }: { job: Job; now: number }) {
  const { sending, press } = useSending(job.id)
  const [asking, setAsking] = useState(false)
  const sealed = isSealed(job)
  return (
    <li className="waiting">
      <PageLink to={addressOf(job)} className="row side">
        <span className="what">
          <b>{titleOf(job)}</b>
          <span className="where">
            {[
              when(Date.parse(job.openedAt), now),
              ...(job.photos.length > 0 ? [t('field.photo.count', { n: job.photos.length })] : []),
            ].join(' · ')}
          </span>
        </span>
        <span className="state">
          {t(sealed ? 'field.state.unsure' : 'field.state.here')}
          <Tian n={1} size={18} />
        </span>
      </PageLink>
      {job.pressed && <Trouble error={job.trouble} />}
      {asking ? (
        <div className="buttons" role="group" aria-label={t('field.outbox.sure')}>
          <p>{t(sealed ? 'field.outbox.sure-sealed' : 'field.outbox.sure')}</p>
          <button type="button" className="danger" onClick={() => void forget(job.id)}>
            {t('field.outbox.drop-yes')}
          </button>
          <button type="button" onClick={() => setAsking(false)}>
            {t('console.act.cancel')}
          </button>
        </div>
      ) : (
        <div className="buttons">
          {job.pressed && (
            <button type="button" className="strong" disabled={sending} onClick={() => void press()}>
              <Icon name="out" large />
              {t(sending ? 'field.sending' : 'field.again')}
            </button>
          )}
          <button type="button" disabled={sending} onClick={() => setAsking(true)}>
            {t('field.outbox.drop')}
          </button>
        </div>
      )}
    </li>
  )
}
