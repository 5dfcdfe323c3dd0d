import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Segmented } from 'antd'
import { GAPS, type Gap } from '@lifang/domains/registry/schema/lists.ts'
import { LampShape } from '../../kit/lamp.tsx'
import { t } from '../../kit/words.ts'
import { Listed } from '../app/listed.tsx'
import type { CoverageSearch } from '../app/tabs.ts'
import { gapsQuery } from './queries.ts'

/** A home that waits is late in its own way: never known, not reached, or too old. */
const LAMPS = { unknown: 'grey', unvisited: 'yellow', stale: 'red' } as const satisfies Record<Gap, string>

interface GapsProps {
  readonly search: CoverageSearch
  readonly go: (change: Partial<CoverageSearch>) => void
}

/** 格不漏户: the homes to go to, in the order one walks. */
export function Gaps({ search, go }: GapsProps) {
  const list = useInfiniteQuery(gapsQuery(search))
  const items = list.data?.pages.flatMap((p) => p.items) ?? []
  const total = list.data?.pages[0]?.total
  return (
    <>
      <header className="reg-filters">
        <Segmented
          aria-label={t('coverage.gaps')}
          value={search.gap ?? 'all'}
          onChange={(value) => go({ gap: GAPS.find((g) => g === value) })}
          options={[
            { value: 'all', label: t('coverage.gap.all') },
            ...GAPS.map((g) => ({ value: g, label: t(`coverage.gap.${g}`) })),
          ]}
        />
        <span className="mu md">{total !== undefined && t('coverage.waiting', { n: total })}</span>
      </header>
      <Listed
        list={list}
        none={items.length === 0 ? { title: t('coverage.none'), hint: t('coverage.none-hint') } : null}
        more={t('registry.more')}
      >
        <div className="scroll" tabIndex={0} role="region" aria-label={t('coverage.view.homes')}>
          <table className="table reg-round">
            <thead>
              <tr>
                <th scope="col">{t('coverage.col.why')}</th>
                <th scope="col" className="reg-col-address">
                  {t('registry.col.home')}
                </th>
                <th scope="col">{t('registry.col.grid')}</th>
                <th scope="col">{t('registry.kind')}</th>
                <th scope="col" className="num">
                  {t('registry.col.residents')}
                </th>
                <th scope="col">{t('registry.field.visitedOn')}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((h) => (
                <tr key={h.id}>
                  <td>
                    <span className={`lamp ${LAMPS[h.gap]}`}>
                      <LampShape lamp={LAMPS[h.gap]} />
                      {t(`coverage.gap.${h.gap}`)}
                    </span>
                    {h.added && <span className="tag cov-added">{t('coverage.added')}</span>}
                  </td>
                  <td title={h.address}>
                    <Link to="/homes/$id" params={{ id: h.id }} className="link">
                      {h.address}
                    </Link>
                  </td>
                  <td>{h.grid}</td>
                  <td>{t(`registry.kind.${h.kind}`)}</td>
                  <td className={h.residents === 0 ? 'num mu' : 'num'}>{h.residents}</td>
                  <td>{h.visitedOn ?? <span className="mu">{t('registry.never')}</span>}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </Listed>
    </>
  )
}
