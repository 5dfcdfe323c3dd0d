import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import type { HoldingView } from '@lifang/domains/grid/schema/views.ts'
import type { AccountView } from '@lifang/domains/identity/schema.ts'
import { Icon } from '../../kit/icons.tsx'
import { Empty, Failed, Loading } from '../../kit/states.tsx'
import { exact } from '../../kit/time.ts'
import { postWord, t } from '../../kit/words.ts'
import { useNow } from '../../kit/now.ts'
import { EndPost, GivePost, StandIn } from './post-acts.tsx'
import { postsQuery } from './queries.ts'

type Doing = { readonly act: 'give' } | { readonly act: 'end' | 'stand-in'; readonly holding: HoldingView }

const minuteOf = (instant: string): string => exact(Date.parse(instant)).slice(0, 16)
const phaseOf = (h: HoldingView, now: number): 'now' | 'later' | 'over' =>
  h.to !== null && Date.parse(h.to) <= now ? 'over' : Date.parse(h.from) > now ? 'later' : 'now'
const ORDER = { now: 0, later: 1, over: 2 } as const

/** Posts by place or department with their dates; who stands in for whom says so. */
export function AccountPosts({
  account,
  mayGive,
}: {
  readonly account: AccountView
  readonly mayGive: boolean
}) {
  const now = useNow()
  const posts = useQuery(postsQuery(account.id))
  const [doing, setDoing] = useState<Doing | null>(null)
  const close = (): void => setDoing(null)
  const items = (posts.data ?? []).toSorted(
    (a, b) => ORDER[phaseOf(a, now)] - ORDER[phaseOf(b, now)] || b.from.localeCompare(a.from),
  )
  return (
    <section className="card">
      <header>
        <h2>{t('admin.posts')}</h2>
        {!mayGive && <span className="mu sm">{t('admin.posts-by-security')}</span>}
        <span className="sp" />
        {mayGive && (
          <Button
            type="primary"
            size="small"
            icon={<Icon name="add" />}
            onClick={() => setDoing({ act: 'give' })}
          >
            {t('admin.give')}
          </Button>
        )}
      </header>
      {posts.data === undefined ? (
        posts.isError ? (
          <Failed error={posts.error} retry={() => void posts.refetch()} />
        ) : (
          <Loading lines={3} />
        )
      ) : items.length === 0 ? (
        <Empty title={t('admin.no-post')} hint={t('admin.no-post-hint')} />
      ) : (
        <div className="scroll" tabIndex={0} role="region" aria-label={t('admin.posts')}>
          <table className="table posts">
            <colgroup>
              <col />
              <col />
              <col />
              <col style={{ width: 140 }} />
              <col style={{ width: 140 }} />
              <col style={{ width: 130 }} />
              <col style={{ width: 160 }} />
            </colgroup>
            <thead>
              <tr>
                <th scope="col">{t('admin.col.post')}</th>
                <th scope="col">{t('admin.col.place')}</th>
                <th scope="col">{t('admin.col.department')}</th>
                <th scope="col">{t('admin.col.from')}</th>
                <th scope="col">{t('admin.col.to')}</th>
                <th scope="col">{t('console.accounts.col.state')}</th>
                <th scope="col">{t('console.accounts.col.acts')}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((h) => {
                const phase = phaseOf(h, now)
                return (
                  <tr key={h.id} className={phase === 'over' ? 'over' : undefined}>
                    <td className="ink">{postWord(h.post)}</td>
                    <td title={h.area.code}>{h.area.name}</td>
                    <td>{h.department?.name ?? t('admin.none-given')}</td>
                    <td>{minuteOf(h.from)}</td>
                    <td>{h.to === null ? t('admin.open-ended') : minuteOf(h.to)}</td>
                    <td>
                      {t(`admin.phase.${phase}`)}
                      {h.standsInFor !== null && ` · ${t('admin.for', { name: h.standsInFor.name })}`}
                    </td>
                    <td>
                      {mayGive && phase !== 'over' && (
                        <span className="line">
                          {phase === 'now' && (
                            <button
                              type="button"
                              className="link"
                              onClick={() => setDoing({ act: 'end', holding: h })}
                            >
                              {t('admin.end')}
                              <span className="hidden"> {postWord(h.post)}</span>
                            </button>
                          )}
                          {h.standsInFor === null && (
                            <button
                              type="button"
                              className="link"
                              onClick={() => setDoing({ act: 'stand-in', holding: h })}
                            >
                              {t('admin.stand-in')}
                              <span className="hidden"> {postWord(h.post)}</span>
                            </button>
                          )}
                        </span>
                      )}
                    </td>
                  </tr>
                )
              })}
            </tbody>
          </table>
        </div>
      )}
      {doing?.act === 'give' && <GivePost account={account} onClose={close} />}
      {doing?.act === 'end' && <EndPost holding={doing.holding} onClose={close} />}
      {doing?.act === 'stand-in' && <StandIn holding={doing.holding} onClose={close} />}
    </section>
  )
}
