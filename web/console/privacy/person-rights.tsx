import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import type { RequestKind } from '@lifang/domains/registry/schema/privacy-lists.ts'
import { Icon } from '../../kit/icons.tsx'
import { part } from '../../kit/part.tsx'
import { Empty, Failed, Loading } from '../../kit/states.tsx'
import { t } from '../../kit/words.ts'
import { PurposeLine } from './purpose-line.tsx'
import { requestsOfQuery } from './queries.ts'
import { RequestLamp, RequestLines } from './request-lines.tsx'

const AskRequest = part(async () => (await import('./acts.tsx')).AskRequest)

/** What a person may ask of us: their copy, a correction, erasure, who looked. */
export function PersonRights({ id, name }: { readonly id: string; readonly name: string }) {
  const { data, error, refetch } = useQuery(requestsOfQuery(id))
  const [asking, setAsking] = useState<RequestKind | null>(null)
  if (data === undefined)
    return error === null ? <Loading lines={4} /> : <Failed error={error} retry={() => void refetch()} />
  return (
    <>
      <header className="reg-filters">
        <PurposeLine form="registration" />
        <span className="sp" />
        <Link to="/people/$id/looks" params={{ id }} className="link">
          {t('registry.looks')}
        </Link>
        <Link to="/people/$id/copy" params={{ id }} className="link">
          {t('privacy.copy')}
        </Link>
        <Button size="small" onClick={() => setAsking('correction')}>
          {t('privacy.ask.correction')}
        </Button>
        <Button size="small" onClick={() => setAsking('erasure')}>
          {t('privacy.ask.erasure')}
        </Button>
      </header>
      {data.items.length === 0 ? (
        <Empty title={t('privacy.none')} hint={t('privacy.none-hint')} />
      ) : (
        <RequestLines items={data.items} people={false} />
      )}
      {asking !== null && (
        <AskRequest person={id} name={name} kind={asking} onClose={() => setAsking(null)} />
      )}
    </>
  )
}

/** Above the person's facts: what still waits. */
export function OpenRequests({ id }: { readonly id: string }) {
  const { data } = useQuery(requestsOfQuery(id))
  const open = (data?.items ?? []).filter((r) => r.state === 'open')
  if (open.length === 0) return null
  return (
    <p className="reg-merged" role="status">
      <Icon name="note" />
      {open.map((r) => (
        <span key={r.id}>
          <Link to="/people/$id" params={{ id }} search={{ tab: 'rights' }} className="link">
            {t(`privacy.open.${r.kind}`)}
          </Link>{' '}
          <RequestLamp of={r} />
        </span>
      ))}
    </p>
  )
}
