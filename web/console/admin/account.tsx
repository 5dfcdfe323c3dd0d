import './admin.css'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import type { AccountDetail } from '@lifang/domains/identity/schema.ts'
import { Icon } from '../../kit/icons.tsx'
import { Failed, Loading } from '../../kit/states.tsx'
import { exact, when } from '../../kit/time.ts'
import { t } from '../../kit/words.ts'
import { useNow } from '../../kit/now.ts'
import { useMe } from '../app/session.tsx'
import { IssueToken, ResetPassword, WithReason } from './account-acts.tsx'
import { AccountPortrait } from './account-portrait.tsx'
import { AccountPosts } from './account-posts.tsx'
import { accountKind, StateMark } from './marks.tsx'
import { accountQuery } from './queries.ts'

type Doing = 'disable' | 'reset' | 'token' | 'unlock' | 'require'

/** One account: its state, the posts it holds and held, and what this administrator may do with it. */
export function AccountPage() {
  const { id } = useParams({ from: '/staff/accounts/$id' })
  const account = useQuery(accountQuery(id))
  if (account.data === undefined)
    return account.isError ? (
      <Failed error={account.error} retry={() => void account.refetch()} />
    ) : (
      <Loading lines={8} />
    )
  return <Account of={account.data} />
}

function Account({ of }: { readonly of: AccountDetail }) {
  const me = useMe()
  const now = useNow()
  const [doing, setDoing] = useState<Doing | null>(null)
  const system = me.admin === 'system-admin'
  const close = (): void => setDoing(null)
  const person = of.kind === 'person'
  const acts: readonly Doing[] = of.disabled
    ? []
    : system
      ? [
          ...(person && of.admin === null ? (['reset'] as const) : []),
          ...(of.id === me.id ? [] : (['disable'] as const)),
        ]
      : [
          ...(of.locked ? (['unlock'] as const) : []),
          ...(person && of.id !== me.id ? (['require'] as const) : []),
          ...(person ? [] : (['token'] as const)),
        ]
  return (
    <div className="page">
      <div className="line">
        <Link to="/accounts" className="link acc-back">
          <Icon name="back" />
          {t('console.room.accounts')}
        </Link>
      </div>
      <div className="line">
        <h1>{of.name}</h1>
        <span className="mu">{of.username}</span>
        <StateMark of={of} />
        <span className="sp" />
        {acts.map((act) => (
          <Button key={act} onClick={() => setDoing(act)}>
            {t(`admin.do.${act}`)}
          </Button>
        ))}
      </div>
      <section className="card" aria-label={t('admin.facts')}>
        <dl className="acc-facts">
          <Fact name={t('console.accounts.col.kind')}>{accountKind(of)}</Fact>
          <Fact name={t('console.accounts.phone')}>{of.phone ?? t('admin.none-given')}</Fact>
          <Fact name={t('admin.created')}>{exact(Date.parse(of.createdAt)).slice(0, 16)}</Fact>
          <Fact name={t('admin.sessions')}>
            {of.sessions === 0 || of.lastSeenAt === null
              ? t('admin.no-session')
              : t('admin.session-last', { n: of.sessions, at: when(Date.parse(of.lastSeenAt), now) })}
          </Fact>
          {person && (
            <Fact name={t('admin.password')}>
              {t(of.mustChange ? 'admin.password-must-change' : 'admin.password-own')}
            </Fact>
          )}
          {of.admin !== null && (
            <Fact name={t('admin.second-factor')}>
              {t(of.secondFactor ? 'admin.second-factor-on' : 'admin.second-factor-off')}
            </Fact>
          )}
          {of.lockedUntil !== null && (
            <Fact name={t('console.account-state.locked')}>
              {t('admin.locked-until', {
                n: of.failedAttempts,
                at: when(Date.parse(of.lockedUntil), now),
              })}
            </Fact>
          )}
        </dl>
      </section>
      {of.admin === null && person ? (
        <AccountPosts account={of} mayGive={!system && !of.disabled} />
      ) : (
        <p className="mu">{t(person ? 'admin.admin-no-post' : 'admin.machine-no-post')}</p>
      )}
      {of.admin === null && person && system && <AccountPortrait account={of} />}
      {doing === 'reset' && <ResetPassword account={of} onClose={close} />}
      {doing === 'token' && <IssueToken account={of} onClose={close} />}
      {(doing === 'unlock' || doing === 'require' || doing === 'disable') && (
        <WithReason act={doing} account={of} onClose={close} />
      )}
    </div>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
