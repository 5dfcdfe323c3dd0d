import { useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import type { Wall } from '@lifang/domains/analysis/schema.ts'
import { timeOf } from '../../kit/time.ts'
import { t, word } from '../../kit/words.ts'
import { Chart, FONT, INK } from './chart.tsx'
import { flowList } from './links.ts'
import { Count, Panel } from './panel.tsx'

type Node = Wall['flow']['nodes'][number]

const isSource = (id: string): boolean => id.startsWith('source:')

function nameOf(node: Node, alone: boolean): string {
  if (node.id === 'source:others')
    return alone ? t('wall.flow.all') : t('wall.flow.others', { n: node.sources.length })
  return isSource(node.id)
    ? word('incidents.source', node.id.slice('source:'.length))
    : t(`wall.flow.node.${node.id}`)
}

const ENDS = ['closed', 'handling', 'checking']
const BRANCH_COLOUR = '#a9bed6'

/** Today's reports: where they came from, where they went, where they are. */
export function FlowPanel({ wall }: { readonly wall: Wall }) {
  const navigate = useNavigate()
  const { flow, today, at } = wall
  const alone = flow.nodes.filter((n) => isSource(n.id)).length === 1
  const option = useMemo(() => {
    const sources = flow.nodes.filter((n) => isSource(n.id))
    return {
      textStyle: { fontFamily: FONT },
      animation: false,
      series: [
        {
          type: 'sankey',
          name: 'flow',
          left: 116,
          right: 92,
          top: 8,
          bottom: 12,
          nodeWidth: 9,
          nodeGap: 14,
          layoutIterations: 24,
          draggable: false,
          emphasis: { focus: 'adjacency' },
          data: flow.nodes.map((n) => {
            const i = sources.indexOf(n)
            return {
              name: n.id,
              value: n.n,
              depth: i >= 0 ? 0 : ENDS.includes(n.id) ? 2 : 1,
              itemStyle: {
                color: i >= 0 ? INK.series[i % INK.series.length] : BRANCH_COLOUR,
                borderWidth: 0,
              },
              label: {
                position: i >= 0 ? 'left' : 'right',
                formatter: `{a|${nameOf(n, alone)}} {n|${String(n.n)}}`,
                rich: {
                  a: { color: INK.text, fontSize: 13 },
                  n: { color: INK.strong, fontSize: 14, fontWeight: 600 },
                },
              },
            }
          }),
          links: flow.links.map((l) => ({ source: l.from, target: l.to, value: l.n })),
          lineStyle: { color: 'source', opacity: 0.34, curveness: 0.5 },
        },
      ],
    }
  }, [flow, alone])
  return (
    <Panel
      className="flow"
      name={t('wall.flow')}
      note={t('wall.flow-note', { n: today.reported, until: timeOf(Date.parse(at)) })}
      table={
        <table>
          <thead>
            <tr>
              <th scope="col">{t('wall.flow.node')}</th>
              <th scope="col" className="num">
                {t('wall.flow.n')}
              </th>
            </tr>
          </thead>
          <tbody>
            {flow.nodes.map((n) => (
              <tr key={n.id}>
                <th scope="row">{nameOf(n, alone)}</th>
                <td className="num">
                  <Count to={flowList(today.since, n)}>{n.n}</Count>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      }
    >
      {flow.nodes.length === 0 ? (
        <p className="none">{t('wall.flow.empty')}</p>
      ) : (
        <>
          <div className="columns3" aria-hidden="true">
            <span>{t('wall.flow.source')}</span>
            <span>{t('wall.flow.branch')}</span>
            <span>{t('wall.flow.now')}</span>
          </div>
          <Chart
            option={option}
            onPick={(name) => {
              const node = flow.nodes.find((n) => n.id === name)
              if (node !== undefined) void navigate({ to: '/', search: flowList(today.since, node) })
            }}
          />
          <p className="foot">{t('wall.flow.fold')}</p>
        </>
      )}
    </Panel>
  )
}
