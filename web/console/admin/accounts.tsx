import { useInfiniteQuery } from '@tanstack/react-query'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { identityRoutes, type AccountView } from '@lifang/domains/identity/schema.ts'
import { call } from '../../kit/call.ts'
import { Icon } from '../../kit/icons.tsx'
import { Empty, Failed, Loading } from '../../kit/states.tsx'
import { t, word } from '../../kit/words.ts'
import { useMe } from '../app/session.tsx'
import { CreateAccount, DisableAccount, IssueToken, ResetPassword } from './account-acts.tsx'

export type Doing =
  { readonly act: 'create' } | { readonly act: 'disable' | 'reset' | 'token'; readonly account: AccountView }

/** Accounts of this deployment: the system administrator makes and ends them, the security administrator issues tokens. */
export function AccountsPage() {
  const me = useMe()
  const [q, setQ] = useState('')
  const [doing, setDoing] = useState<Doing | null>(null)
  const list = useInfiniteQuery({
    queryKey: ['accounts', q],
    queryFn: ({ pageParam, signal }: { pageParam: string | null; signal: AbortSignal }) =>
      call(identityRoutes.accounts, {
        query: { ...(q === '' ? {} : { q }), ...(pageParam === null ? {} : { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  })
  const items = list.data?.pages.flatMap((p) => p.items) ?? []
  const system = me.admin === 'system-admin'
  const close = (): void => setDoing(null)
  return (
    <div className="page">
      <div className="line">
        <h1>{t('console.room.accounts')}</h1>
        <span className="sp" />
        {system && (
          <Button type="primary" icon={<Icon name="add" />} onClick={() => setDoing({ act: 'create' })}>
            {t('console.accounts.create')}
          </Button>
        )}
      </div>
      <section className="card">
        <header>
          <h2>{t('console.accounts.list')}</h2>
          <span className="sp" />
          <Input.Search
            aria-label={t('console.accounts.search')}
            placeholder={t('console.accounts.search')}
            allowClear
            size="small"
            style={{ width: 220 }}
            onSearch={(text) => setQ(text.trim())}
          />
        </header>
        {list.data === undefined ? (
          list.isError ? (
            <Failed error={list.error} retry={() => void list.refetch()} />
          ) : (
            <Loading lines={8} />
          )
        ) : items.length === 0 ? (
          <Empty title={t('console.accounts.none')} />
        ) : (
          <div className="scroll">
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">{t('console.accounts.col.username')}</th>
                  <th scope="col">{t('console.accounts.col.name')}</th>
                  <th scope="col">{t('console.accounts.col.kind')}</th>
                  <th scope="col">{t('console.accounts.col.state')}</th>
                  <th scope="col">{t('console.accounts.col.acts')}</th>
                </tr>
              </thead>
              <tbody>
                {items.map((a) => (
                  <tr key={a.id}>
                    <td className="ink">{a.username}</td>
                    <td>{a.name}</td>
                    <td>
                      {a.admin === null ? word('console.account-kind', a.kind) : word('console.who', a.admin)}
                    </td>
                    <td>
                      {t(`console.account-state.${a.disabled ? 'disabled' : a.locked ? 'locked' : 'active'}`)}
                    </td>
                    <td>
                      <span className="line">
                        {system && !a.disabled && a.kind === 'person' && (
                          <button
                            type="button"
                            className="link"
                            onClick={() => setDoing({ act: 'reset', account: a })}
                          >
                            {t('console.accounts.reset')}
                            <span className="hidden"> {a.username}</span>
                          </button>
                        )}
                        {system && !a.disabled && a.id !== me.id && (
                          <button
                            type="button"
                            className="link"
                            onClick={() => setDoing({ act: 'disable', account: a })}
                          >
                            {t('console.accounts.disable')}
                            <span className="hidden"> {a.username}</span>
                          </button>
                        )}
                        {!system && a.kind === 'machine' && !a.disabled && (
                          <button
                            type="button"
                            className="link"
                            onClick={() => setDoing({ act: 'token', account: a })}
                          >
                            {t('console.accounts.token')}
                            <span className="hidden"> {a.username}</span>
                          </button>
                        )}
                      </span>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
        {list.hasNextPage && (
          <div className="body">
            <Button size="small" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
              {t('console.accounts.more')}
            </Button>
          </div>
        )}
      </section>
      {doing?.act === 'create' && <CreateAccount onClose={close} />}
      {doing?.act === 'disable' && <DisableAccount account={doing.account} onClose={close} />}
      {doing?.act === 'reset' && <ResetPassword account={doing.account} onClose={close} />}
      {doing?.act === 'token' && <IssueToken account={doing.account} onClose={close} />}
    </div>
  )
}
