import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import type { Wall } from '@lifang/domains/analysis/schema.ts'
import { ratePer1000 } from '@lifang/domains/analysis/rules.ts'
import { TownMap } from '../../kit/map/map.tsx'
import { t } from '../../kit/words.ts'
import { baseMapQuery, mapAreasQuery } from '../app/queries.ts'
import { rateWords } from '../app/rates.ts'
import { lampList, openList } from './links.ts'
import { Count, Panel } from './panel.tsx'

/** Nobody has counted the households. */
const NONE = '—'

type What = 'open' | 'overdue'
type Grid = Wall['grids'][number]
const SHOWN = ['open', 'overdue'] as const satisfies readonly What[]
const rateOf = (g: Grid, what: What): number | null => (what === 'open' ? g.rate : g.overdueRate)
const PADDING = { top: 34, right: 34, bottom: 54, left: 34 }

/** Round borders between five steps, from the largest rate. */
export function stepsOf(most: number): readonly [number, number, number, number] {
  const nice = [0.1, 0.2, 0.4, 0.5, 1, 2, 3, 4, 5, 8, 10, 15, 20, 40, 50, 100, 200]
  const width = nice.find((w) => w * 5 >= most) ?? Math.ceil(most / 5)
  const at = (n: number): number => Math.round(width * n * 10) / 10
  return [at(1), at(2), at(3), at(4)]
}

export function MapPanel({ wall }: { readonly wall: Wall }) {
  const [what, setWhat] = useState<What>('open')
  const navigate = useNavigate()
  const base = useQuery(baseMapQuery).data
  const { data: drawn } = useQuery(mapAreasQuery(null))
  const { grids } = wall
  const byCode = useMemo(() => new Map(grids.map((g) => [g.code, g])), [grids])
  const limits = stepsOf(Math.max(0, ...grids.map((g) => rateOf(g, what) ?? 0)))
  const key = limits.join()
  const steps = useMemo(() => {
    const borders = key.split(',').map(Number)
    return new Map(
      grids.flatMap((g): [string, number][] => {
        const rate = rateOf(g, what)
        return rate === null ? [] : [[g.code, borders.filter((b) => rate > b).length]]
      }),
    )
  }, [grids, what, key])
  const areas = useMemo(() => {
    const mine = (drawn ?? []).filter((a) =>
      a.level === 'grid' ? byCode.has(a.code) : grids.some((g) => g.code.startsWith(a.code)),
    )
    // Grids are told by their colour; communities carry the two rates.
    return mine.map((a) => {
      if (a.level !== 'community') return { ...a, name: '' }
      const within = grids.filter((g) => g.community === a.name)
      const sum = (pick: (g: Grid) => number): number => within.reduce((s, g) => s + pick(g), 0)
      const houses = sum((g) => g.households ?? 0)
      const rates = t('wall.map.community', {
        open: rateWords(
          ratePer1000(
            sum((g) => g.open),
            houses,
          ),
        ),
        overdue: rateWords(
          ratePer1000(
            sum((g) => g.overdue),
            houses,
          ),
        ),
      })
      return { ...a, name: `${a.name.replace(/社区$/, '')}\n${rates}` }
    })
  }, [drawn, byCode, grids])
  const marks = useMemo(
    () =>
      areas.flatMap((a) => {
        const grid = byCode.get(a.code)
        if (grid === undefined || grid.overdue === 0) return []
        const [lon, lat] = a.centre
        const label = t('wall.map.mark', { grid: grid.name, n: grid.overdue })
        return [{ code: a.code, lon, lat, n: grid.overdue, label }]
      }),
    [areas, byCode],
  )
  const open = (code: string): void => {
    const grid = byCode.get(code)
    if (grid === undefined) return
    const search =
      what === 'overdue' || grid.open === 0 ? lampList('red', { area: code }) : openList({ area: code })
    void navigate({ to: '/', search })
  }
  return (
    <Panel
      className="place"
      name={t('wall.map')}
      note={t('wall.map-note', {
        what: t(`wall.map.${what}`),
        households: wall.place.households?.toLocaleString('en-US') ?? NONE,
      })}
      extra={
        <span className="switch" role="group" aria-label={t('wall.map.switch')}>
          {SHOWN.map((one) => (
            <button key={one} type="button" aria-pressed={one === what} onClick={() => setWhat(one)}>
              {t(`wall.map.${one}`)}
            </button>
          ))}
        </span>
      }
      table={<GridTable grids={grids} />}
    >
      <TownMap
        label={t('wall.map.label')}
        theme="dark"
        base={base}
        areas={areas}
        choropleth={{ steps }}
        marks={marks}
        onArea={open}
        padding={PADDING}
        still
      >
        <div className="marks-key">
          <i /> {t('wall.map.marks', { n: wall.open.overdue })}
        </div>
        <div className="steps-key">
          <span>{t(`wall.map.legend-${what}`)}</span>
          <ol aria-hidden="true">
            {[0, 1, 2, 3, 4].map((i) => (
              <li key={i} className={`s${String(i)}`}>
                {i < 4 && <b>{limits[i]}</b>}
              </li>
            ))}
          </ol>
        </div>
      </TownMap>
    </Panel>
  )
}

function GridTable({ grids }: { readonly grids: readonly Grid[] }) {
  return (
    <table>
      <caption className="hidden">{t('wall.map.table')}</caption>
      <thead>
        <tr>
          {['grid', 'households', 'open', 'rate-open', 'overdue', 'rate-overdue'].map((key, i) => (
            <th key={key} scope="col" className={i === 0 ? '' : 'num'}>
              {t(`wall.map.${key}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {grids.map((g) => (
          <tr key={g.code}>
            <th scope="row">{g.name}</th>
            <td className="num mu">{g.households ?? NONE}</td>
            <td className="num">
              <Count to={openList({ area: g.code })}>{g.open}</Count>
            </td>
            <td className="num">{rateWords(g.rate)}</td>
            <td className="num">
              <Count to={lampList('red', { area: g.code })} className={g.overdue > 0 ? 'count red' : 'count'}>
                {g.overdue}
              </Count>
            </td>
            <td className="num">{rateWords(g.overdueRate)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
