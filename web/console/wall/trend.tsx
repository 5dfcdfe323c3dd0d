import { useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { Wall } from '@lifang/domains/analysis/schema.ts'
import { t } from '../../kit/words.ts'
import { Chart, FONT, INK } from './chart.tsx'
import { dayList } from './links.ts'
import { Count, Panel } from './panel.tsx'

const SERIES = ['reported', 'closed', 'late'] as const
type Series = (typeof SERIES)[number]
const isSeries = (name: string): name is Series => (SERIES as readonly string[]).includes(name)

/** Holidays by name over the first of their days. */
const holidayMarks = (trend: Wall['trend']): Map<number, string> =>
  new Map(
    trend.flatMap((d, i): [number, string][] =>
      d.name !== null && d.rest && trend[i - 1]?.name !== d.name ? [[i, d.name]] : [],
    ),
  )

/** Thirty office days: what came in, what was closed, what of it too late. Rest days are hatched. */
export function TrendPanel({ wall }: { readonly wall: Wall }) {
  const navigate = useNavigate()
  const { trend } = wall
  const option = useMemo(() => {
    const most = Math.max(5, ...trend.map((d) => Math.max(d.reported, d.closed)))
    const top = Math.ceil((most * 1.15) / 5) * 5
    const marks = holidayMarks(trend)
    const last = trend.at(-1)
    const end = (name: Series, colour: string, n: number) => ({
      show: true,
      formatter: `${t(`wall.trend.${name}`)} ${String(n)}`,
      color: colour,
      fontSize: 13,
      // Both end near the axis on a quiet day: one is written above its end, the other below.
      offset: [0, name === 'late' ? 7 : -9],
    })
    return {
      textStyle: { fontFamily: FONT },
      animation: false,
      grid: { left: 40, right: 118, top: 26, bottom: 26 },
      tooltip: {
        trigger: 'axis',
        backgroundColor: '#16253a',
        borderColor: INK.track,
        textStyle: { color: INK.text, fontSize: 13 },
        formatter: (items: readonly { readonly dataIndex: number }[]) => {
          const day = trend[items[0]?.dataIndex ?? -1]
          return day === undefined ? '' : t('wall.trend.tip', { ...day, day: day.date.slice(5) })
        },
      },
      xAxis: {
        type: 'category',
        data: trend.map((d) => d.date.slice(5)),
        axisTick: { show: false },
        axisLine: { lineStyle: { color: INK.track } },
        axisLabel: { color: INK.muted, fontSize: 13, interval: 4, showMaxLabel: true },
      },
      yAxis: {
        type: 'value',
        max: top,
        splitNumber: 3,
        minInterval: 1,
        axisLabel: { color: INK.muted, fontSize: 13, showMaxLabel: false },
        splitLine: { lineStyle: { color: INK.line } },
      },
      series: [
        {
          type: 'bar',
          name: 'rest',
          silent: true,
          barGap: '-100%',
          barWidth: '100%',
          data: trend.map((d, i) => ({
            value: d.rest ? top : 0,
            label: {
              show: marks.has(i),
              position: 'top',
              formatter: marks.get(i) ?? '',
              color: INK.muted,
              fontSize: 13,
            },
          })),
          itemStyle: {
            color: 'transparent',
            decal: {
              symbol: 'rect',
              color: '#22364e',
              dashArrayX: [1, 0],
              dashArrayY: [1, 5],
              rotation: 0.785,
            },
          },
          z: 1,
        },
        {
          type: 'bar',
          name: 'reported',
          barWidth: '62%',
          data: trend.map((d) => d.reported),
          itemStyle: { color: INK.series[0], borderRadius: 1 },
          cursor: 'pointer',
          z: 2,
        },
        {
          type: 'line',
          name: 'closed',
          symbolSize: 5,
          symbol: 'circle',
          showSymbol: false,
          data: trend.map((d) => d.closed),
          lineStyle: { color: INK.strong, width: 2 },
          itemStyle: { color: INK.strong },
          endLabel: end('closed', INK.strong, last?.closed ?? 0),
          z: 3,
        },
        {
          type: 'line',
          name: 'late',
          showSymbol: false,
          symbol: 'circle',
          data: trend.map((d) => d.late),
          lineStyle: { color: INK.red, width: 2 },
          itemStyle: { color: INK.red },
          endLabel: end('late', '#ff7b7e', last?.late ?? 0),
          z: 4,
        },
      ],
    }
  }, [trend])
  const first = trend[0]?.date.slice(5) ?? ''
  const last = trend.at(-1)?.date.slice(5) ?? ''
  return (
    <Panel
      className="trend"
      name={t('wall.trend')}
      note={t('wall.trend-note', { from: first, to: last })}
      extra={
        <ul className="legend" aria-hidden="true">
          <li>
            <i className="bar" /> {t('wall.trend.reported')}
          </li>
          <li>
            <i className="line" /> {t('wall.trend.closed')}
          </li>
          <li>
            <i className="line late" /> {t('wall.trend.late')}
          </li>
          <li>
            <i className="rest" /> {t('wall.trend.rest')}
          </li>
        </ul>
      }
      table={
        <table>
          <thead>
            <tr>
              <th scope="col">{t('wall.trend.day')}</th>
              {SERIES.map((s) => (
                <th key={s} scope="col" className="num">
                  {t(`wall.trend.${s}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {trend.toReversed().map((d) => (
              <tr key={d.date}>
                <th scope="row">
                  {d.date.slice(5)} {d.rest && <span className="mu">{d.name ?? t('wall.trend.rest')}</span>}
                </th>
                {SERIES.map((s) => (
                  <td key={s} className="num">
                    <Count to={dayList(d.date, s)}>{d[s]}</Count>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      }
    >
      <Chart
        option={option}
        onPick={(_, series, index) => {
          const day = trend[index]
          if (day !== undefined && isSeries(series))
            void navigate({ to: '/', search: dayList(day.date, series) })
        }}
      />
    </Panel>
  )
}
