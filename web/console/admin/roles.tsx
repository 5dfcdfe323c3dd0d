import './admin.css'
import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useState } from 'react'
import { POSTS } from '@lifang/domains/grid/schema.ts'
import { Empty, Failed, Loading } from '../../kit/states.tsx'
import { has, postWord, t } from '../../kit/words.ts'
import { accessQuery } from './queries.ts'

const ADMINS = ['system-admin', 'security-admin', 'audit-admin'] as const
const EVERYBODY: readonly string[] = [...ADMINS, ...POSTS]
/** Working posts that everybody of staff but a few share a rule with: said as a whole. */
const MANY = 12

/** Name of a route as the office says it; acts on incidents have theirs already. */
function routeWords(name: string): string {
  const [tag = '', key = ''] = name.split('.')
  if (tag === 'acts') return t(`incidents.act.${key}`)
  return has(`admin.route.${name}`) ? t(`admin.route.${name}`) : name
}
const groupOf = (name: string): string => name.split('.')[0] ?? ''

/** 角色权限: which post may do what, read from the rules the server enforces. */
export function RolesPage() {
  const rules = useQuery(accessQuery)
  const [post, setPost] = useState<string | null>(null)
  if (rules.data === undefined)
    return rules.isError ? (
      <Failed error={rules.error} retry={() => void rules.refetch()} />
    ) : (
      <Loading lines={10} />
    )
  const shown = rules.data.filter((r) => post === null || r.posts.includes(post))
  const groups = [...new Set(shown.map((r) => groupOf(r.name)))]
  return (
    <div className="page narrow">
      <div className="line">
        <h1>{t('admin.roles')}</h1>
        <span className="mu md">{t('admin.roles-hint')}</span>
        <span className="sp" />
        <Select
          aria-label={t('admin.roles-post')}
          value={post ?? 'all'}
          onChange={(value) => setPost(value === 'all' ? null : value)}
          showSearch
          optionFilterProp="label"
          options={[
            { value: 'all', label: t('admin.roles-all') },
            ...EVERYBODY.map((value) => ({ value, label: postWord(value) })),
          ]}
          style={{ width: 200 }}
        />
      </div>
      {groups.length === 0 && <Empty title={t('admin.roles-none')} />}
      {groups.map((group) => {
        const rows = shown.filter((r) => groupOf(r.name) === group)
        return (
          <section key={group} className="card">
            <header>
              <h2>{t(`admin.group.${group}`)}</h2>
              <span className="mu sm">{t('admin.roles-count', { n: rows.length })}</span>
            </header>
            <div className="scroll" tabIndex={0} role="region" aria-label={t(`admin.group.${group}`)}>
              <table className="table">
                <colgroup>
                  <col style={{ width: 260 }} />
                  <col style={{ width: 72 }} />
                  <col />
                </colgroup>
                <thead>
                  <tr>
                    <th scope="col">{t('admin.col.may')}</th>
                    <th scope="col">{t('console.accounts.col.kind')}</th>
                    <th scope="col">{t('admin.col.who')}</th>
                  </tr>
                </thead>
                <tbody>
                  {rows.map((r) => (
                    <tr key={r.name}>
                      <td className="ink">{routeWords(r.name)}</td>
                      <td>{t(r.changes ? 'admin.changes' : 'admin.reads')}</td>
                      <td className="wrap">
                        {r.posts.length > MANY && post === null
                          ? t('admin.roles-many', {
                              n: r.posts.length,
                              but: POSTS.filter((p) => !r.posts.includes(p)).map(postWord),
                            })
                          : r.posts.map(postWord).join('、')}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </section>
        )
      })}
    </div>
  )
}
