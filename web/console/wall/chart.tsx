import { BarChart, LineChart, SankeyChart } from 'echarts/charts'
import { GridComponent, TooltipComponent } from 'echarts/components'
import { init, use, type EChartsCoreOption, type EChartsType } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { useEffect, useRef } from 'react'

// Only what the wall draws; everything else of the library stays out of the page.
use([BarChart, LineChart, SankeyChart, GridComponent, TooltipComponent, SVGRenderer])

export const FONT =
  '"LF Dot","PingFang SC","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC","Source Han Sans SC",sans-serif'
/** Design notes, 5: dark categories; red means overdue and nothing else. */
export const INK = {
  text: '#dce7f3',
  strong: '#f1f6fb',
  muted: '#8fa5bd',
  line: '#1b2b3f',
  track: '#21334a',
  red: '#f0585c',
  series: ['#4f8fd0', '#c4ebee', '#b9ac92', '#7a6b4e', '#3c5cb0'],
} as const

/** One chart as large as its place. The table beside it says the same in words, so the picture itself is not read out. */
export function Chart({
  option,
  onPick,
}: {
  readonly option: EChartsCoreOption
  /** The name of what was pressed and its series. */
  readonly onPick: (name: string, series: string, index: number) => void
}) {
  const place = useRef<HTMLDivElement>(null)
  const chart = useRef<EChartsType | null>(null)
  const picked = useRef(onPick)
  useEffect(() => {
    picked.current = onPick
  })
  useEffect(() => {
    const element = place.current
    if (element === null) return
    const made = init(element, null, { renderer: 'svg' })
    chart.current = made
    made.on('click', (event) => {
      if (event.dataType !== 'edge') picked.current(event.name, event.seriesName ?? '', event.dataIndex)
    })
    const watch = new ResizeObserver(() => made.resize())
    watch.observe(element)
    return () => {
      watch.disconnect()
      made.dispose()
      chart.current = null
    }
  }, [])
  useEffect(() => {
    chart.current?.setOption(option, { notMerge: true })
  }, [option])
  return <div ref={place} className="chart" aria-hidden="true" />
}
