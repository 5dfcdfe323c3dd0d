import './admin.css'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Button, Input, Segmented } from 'antd'
import { useState } from 'react'
import { ACCOUNT_STATES, type AccountView } from '@lifang/domains/identity/schema.ts'
import type { HoldingView } from '@lifang/domains/grid/schema/views.ts'
import { Icon } from '../../kit/icons.tsx'
import { Listed } from '../app/listed.tsx'
import { postWord, t } from '../../kit/words.ts'
import { useMe } from '../app/session.tsx'
import { CreateAccount } from './account-acts.tsx'
import { accountKind, StateMark } from './marks.tsx'
import { accountsQuery, postsOfQuery, type AccountState } from './queries.ts'
import { ImportStaff } from './staff-import.tsx'

/** Accounts of this deployment. The system administrator makes them, the security administrator gives their posts. */
export function AccountsPage() {
  const me = useMe()
  const navigate = useNavigate()
  const search = useSearch({ from: '/staff/accounts' })
  const [doing, setDoing] = useState<'create' | 'import' | null>(null)
  const q = search.q ?? ''
  const list = useInfiniteQuery(accountsQuery(q, search.state))
  const items = list.data?.pages.flatMap((p) => p.items) ?? []
  const system = me.admin === 'system-admin'
  const go = (next: { q?: string; state?: AccountState | undefined }): void => {
    const both = { ...search, ...next }
    void navigate({
      to: '/accounts',
      search: {
        ...(both.q === undefined || both.q === '' ? {} : { q: both.q }),
        ...(both.state === undefined ? {} : { state: both.state }),
      },
      replace: true,
    })
  }
  return (
    <div className="page">
      <div className="line">
        <h1>{t('console.room.accounts')}</h1>
        <span className="mu md">{t(system ? 'admin.hint-system' : 'admin.hint-security')}</span>
        <span className="sp" />
        <Button icon={<Icon name="doc" />} onClick={() => setDoing('import')}>
          {t(system ? 'admin.import-accounts' : 'admin.import-posts')}
        </Button>
        {system && (
          <Button type="primary" icon={<Icon name="add" />} onClick={() => setDoing('create')}>
            {t('console.accounts.create')}
          </Button>
        )}
      </div>
      <section className="card">
        <header className="acc-filters">
          <Segmented
            aria-label={t('console.accounts.col.state')}
            value={search.state ?? 'all'}
            onChange={(value) => go({ state: ACCOUNT_STATES.find((s) => s === value) })}
            options={[
              { value: 'all', label: t('admin.state.all') },
              ...ACCOUNT_STATES.map((s) => ({ value: s, label: t(`console.account-state.${s}`) })),
            ]}
          />
          <span className="sp" />
          <Input.Search
            key={q}
            aria-label={t('console.accounts.search')}
            placeholder={t('console.accounts.search')}
            defaultValue={q}
            allowClear
            maxLength={60}
            style={{ width: 240 }}
            onSearch={(text) => go({ q: text.trim() })}
          />
        </header>
        <Listed
          list={list}
          none={items.length === 0 ? { title: t('console.accounts.none'), hint: t('admin.none-hint') } : null}
          more={t('console.accounts.more')}
        >
          <div className="scroll" tabIndex={0} role="region" aria-label={t('console.accounts.list')}>
            <table className="table">
              <colgroup>
                <col style={{ width: 180 }} />
                <col style={{ width: 140 }} />
                <col style={{ width: 110 }} />
                <col />
                <col style={{ width: 100 }} />
              </colgroup>
              <thead>
                <tr>
                  <th scope="col">{t('console.accounts.col.username')}</th>
                  <th scope="col">{t('console.accounts.col.name')}</th>
                  <th scope="col">{t('console.accounts.col.kind')}</th>
                  <th scope="col">{t('admin.col.posts')}</th>
                  <th scope="col">{t('console.accounts.col.state')}</th>
                </tr>
              </thead>
              {list.data?.pages.map((page) => (
                <Rows key={page.items[0]?.id ?? ''} items={page.items} />
              ))}
            </table>
          </div>
        </Listed>
      </section>
      {doing === 'create' && <CreateAccount onClose={() => setDoing(null)} />}
      {doing === 'import' && (
        <ImportStaff kind={system ? 'accounts' : 'posts'} onClose={() => setDoing(null)} />
      )}
    </div>
  )
}

/** One page of accounts and the posts they hold, asked for together. */
function Rows({ items }: { readonly items: readonly AccountView[] }) {
  const people = items.filter((a) => a.admin === null && a.kind === 'person').map((a) => a.id)
  const posts = useQuery(postsOfQuery(people))
  return (
    <tbody>
      {items.map((a) => (
        <tr key={a.id}>
          <td>
            <Link to="/accounts/$id" params={{ id: a.id }} className="link">
              {a.username}
            </Link>
          </td>
          <td className="ink">{a.name}</td>
          <td>{accountKind(a)}</td>
          <td title={postsWords(posts.data, a.id)}>
            {a.admin !== null || a.kind === 'machine' ? (
              <span className="mu">{t('admin.no-post-by-rule')}</span>
            ) : (
              postsWords(posts.data, a.id)
            )}
          </td>
          <td>
            <StateMark of={a} />
          </td>
        </tr>
      ))}
    </tbody>
  )
}

function postsWords(all: readonly HoldingView[] | undefined, account: string): string {
  if (all === undefined) return '…'
  const mine = all.filter((h) => h.account.id === account)
  if (mine.length === 0) return t('admin.no-post')
  return mine
    .map((h) =>
      [
        postWord(h.post),
        h.department?.name ?? h.area.name,
        ...(h.standsInFor === null ? [] : [t('admin.for', { name: h.standsInFor.name })]),
      ].join(' · '),
    )
    .join('、')
}
