import '../registry/registry.css'
import './privacy.css'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import type { RequestView } from '@lifang/domains/registry/schema/privacy.ts'
import { Icon } from '../../kit/icons.tsx'
import { Failed, Loading } from '../../kit/states.tsx'
import { dayOfInstant } from '../../kit/time.ts'
import { t } from '../../kit/words.ts'
import { purposesQuery, requestQuery } from './queries.ts'

/** 告知书: what was asked and what was answered, printed for the person. */
export function LetterPage() {
  const { id } = useParams({ from: '/staff/requests/$id' })
  const { data, error, refetch } = useQuery(requestQuery(id))
  if (data === undefined)
    return error === null ? <Loading lines={8} /> : <Failed error={error} retry={() => void refetch()} />
  return (
    <div className="page reg-page privacy-paper">
      <div className="line no-print">
        <Link to="/requests" className="link reg-back">
          <Icon name="back" />
          {t('privacy.requests')}
        </Link>
        <span className="sp" />
        <Button icon={<Icon name="print" />} onClick={() => window.print()}>
          {t('privacy.print')}
        </Button>
      </div>
      <Letter of={data} />
    </div>
  )
}

function Letter({ of }: { readonly of: RequestView }) {
  const { data } = useQuery(purposesQuery)
  const ask = data?.items.find((p) => p.form === 'requests')?.ask
  return (
    <article className="card privacy-sheet">
      <h1>{t('privacy.letter-title')}</h1>
      <p className="centre mu">{t('privacy.number', { number: of.number })}</p>
      <p>{of.person === null ? t('privacy.to-nobody') : t('privacy.to', { name: of.person.name })}</p>
      <p>
        {t('privacy.letter-asked', {
          day: dayOfInstant(of.takenAt),
          asker: t(`privacy.asker.${of.asker}`),
          kind: t(`privacy.kind.${of.kind}`),
        })}
      </p>
      {of.what !== null && <p className="privacy-what">{of.what}</p>}
      <p>
        {of.decidedAt === null
          ? t('privacy.letter-open', { day: of.dueOn })
          : t(`privacy.letter.${of.kind}.${of.state}`, { day: dayOfInstant(of.decidedAt) })}
      </p>
      {of.why !== null && <p className="privacy-what">{t('privacy.letter-why', { why: of.why })}</p>}
      <p>{t('privacy.letter-appeal', { ask: ask ?? '' })}</p>
      <div className="privacy-sign">
        <span>{t('privacy.sign-office')}</span>
        <span>{t('privacy.sign-person')}</span>
      </div>
    </article>
  )
}
