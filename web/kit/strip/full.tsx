import type { ClockSpan } from '@lifang/domains/calendar/schema.ts'
import type { Status } from '@lifang/domains/incidents/schema/words.ts'
import { useLayoutEffect, useRef, useState } from 'react'
import { lampText } from '../lamp.tsx'
import { dueTime, limitWords, spell, timeOf } from '../time.ts'
import { joined, t, word } from '../words.ts'
import { layoutAxis, textWidth, type Axis, type AxisPiece } from './axis.ts'
import { segmentsOf, type Segment, type StageRun } from './segments.ts'

const TOP = 34
const HEIGHT = 30
const GAP = 3
const stageWord = (segment: Segment): string => word('incidents.stage', segment.stage)

/** Width of an element, kept as it changes. */
function useWidth(): [React.RefObject<HTMLDivElement | null>, number] {
  const ref = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  useLayoutEffect(() => {
    const element = ref.current
    if (element === null) return
    setWidth(element.clientWidth)
    const watch = new ResizeObserver(() => setWidth(element.clientWidth))
    watch.observe(element)
    return () => watch.disconnect()
  }, [])
  return [ref, width]
}

interface FullProps {
  readonly stages: readonly StageRun[]
  readonly status: Status
  /** Spans of the running stage's clock, from GET …/clock. */
  readonly spans: readonly ClockSpan[]
  readonly now: number
}

/** The clock strip of the incident page: finished stages short, the running one opened into working time, later ones outlined. */
export function ClockStrip({ stages, status, spans, now }: FullProps) {
  const [ref, width] = useWidth()
  const segments = segmentsOf(stages, status)
  return (
    <div ref={ref} className="strip" role="img" aria-label={spoken(segments)}>
      {width > 0 && segments.length > 0 && (
        <Drawing segments={segments} spans={spans} now={now} width={width} />
      )}
    </div>
  )
}

/** The same in words, for those who do not see it. */
const spoken = (segments: readonly Segment[]): string =>
  joined(
    segments.map((s) => {
      const name = stageWord(s)
      if (s.state === 'future' || s.last === null) return t('console.strip.future', { stage: name })
      const { clock, limit } = s.last
      const used = spell(clock.usedMs)
      return s.state === 'done'
        ? t('console.strip.done', { stage: name, lamp: lampText(clock), used, limit: limitWords(limit) })
        : t('console.strip.open', { stage: name, lamp: lampText(clock), used, limit: limitWords(limit) })
    }),
  )

interface Placed {
  readonly segment: Segment
  readonly x: number
  readonly width: number
}

function place(segments: readonly Segment[], width: number): Placed[] {
  const small = width < 640
  const open = segments.some((s) => s.state === 'running')
  const widthOf = (s: Segment): number => {
    if (!open) return (width - GAP * (segments.length - 1)) / segments.length
    if (s.state === 'done') return small ? 26 : Math.max(66, textWidth(usedOfLimit(s)) + 6)
    return small ? 26 : Math.min(125, width * 0.09)
  }
  const fixed = segments.reduce((sum, s) => sum + (s.state === 'running' ? 0 : widthOf(s)), 0)
  const rest = width - fixed - GAP * (segments.length - 1)
  let x = 0
  return segments.map((segment) => {
    const w = segment.state === 'running' ? rest : widthOf(segment)
    const placed = { segment, x, width: w }
    x += w + GAP
    return placed
  })
}

/** 14 / 30 分: used and limit in one unit where the limit is under an hour; otherwise both spelled out. */
function usedOfLimit({ last }: Segment): string {
  if (last === null) return ''
  const { usedMs, limitMs } = last.clock
  if (limitMs !== null && limitMs <= 3_600_000 && usedMs < 3_600_000)
    return t('console.strip.of-minutes', {
      used: Math.floor(usedMs / 60_000),
      limit: Math.round(limitMs / 60_000),
    })
  return t('console.strip.of-limit', { used: spell(usedMs) })
}

function Drawing({
  segments,
  spans,
  now,
  width,
}: {
  segments: readonly Segment[]
  spans: readonly ClockSpan[]
  now: number
  width: number
}) {
  const placed = place(segments, width)
  return (
    <svg width={width} height={86} viewBox={`0 0 ${String(width)} 86`} aria-hidden="true">
      <defs>
        <pattern
          id="lf-hatch"
          width="5"
          height="5"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <rect width="5" height="5" fill="#F4F6F9" />
          <path d="M0 0v5" stroke="#B4BFCB" strokeWidth="1.6" />
        </pattern>
      </defs>
      {placed.map((p) => {
        switch (p.segment.state) {
          case 'done':
            return <Done key={p.segment.stage} {...p} />
          case 'future':
            return <Future key={p.segment.stage} {...p} />
          case 'running':
            return <Running key={p.segment.stage} {...p} spans={spans} now={now} total={width} />
        }
      })}
    </svg>
  )
}

function Done({ segment, x, width }: Placed) {
  const late = segment.last?.clock.onTime === false
  return (
    <g transform={`translate(${String(x)} 0)`}>
      <rect y={TOP} width={width} height={HEIGHT} fill="#DCE3EA" />
      {segment.late && <rect x={width - 4} y={TOP} width={4} height={HEIGHT} fill="var(--r)" />}
      <g transform={`translate(${String(width < 40 ? width / 2 - 6 : 8)} ${String(TOP + 9)})`}>
        {late ? (
          <>
            <rect width="12" height="12" rx="1.5" fill="var(--r)" />
            <path d="M6 2.8v4M6 8.6v.9" stroke="#fff" strokeWidth="1.5" />
          </>
        ) : (
          <>
            <circle cx="6" cy="6" r="6" fill="var(--g)" />
            <path d="M3.4 6.2l1.8 1.8 3.4-3.9" stroke="#fff" strokeWidth="1.4" fill="none" />
          </>
        )}
      </g>
      {width >= 52 && (
        <text x={25} y={TOP + 19.5} className="s13">
          {stageWord(segment)}
        </text>
      )}
      {width >= 52 && (
        <text y={81} className={late ? 's12 red' : 's12'}>
          {usedOfLimit(segment)}
        </text>
      )}
    </g>
  )
}

function Future({ segment, x, width }: Placed) {
  return (
    <g transform={`translate(${String(x)} 0)`}>
      <rect x=".5" y={TOP + 0.5} width={width - 1} height={HEIGHT - 1} fill="#fff" stroke="#C9D2DC" />
      {segment.late && <rect x={width - 4} y={TOP} width={4} height={HEIGHT} fill="var(--r)" />}
      {width >= 44 && (
        <text x={10} y={TOP + 19.5} className="s13 mu">
          {stageWord(segment)}
        </text>
      )}
      {width >= 44 && segment.last !== null && (
        <text y={81} className="s12">
          {t('console.strip.again')}
        </text>
      )}
    </g>
  )
}

const FILL = {
  green: { used: '#5FAE80', ahead: '#DCEEE3', text: '#0E3D22', due: 'var(--g-x)' },
  yellow: { used: '#DDA53A', ahead: '#FBEDCB', text: '#4A3200', due: 'var(--y-x)' },
  red: { used: '#E9A6A9', ahead: '#F7DCDD', text: '#5E0D12', due: 'var(--ink)' },
  grey: { used: '#B7C0CA', ahead: '#E6EAEE', text: '#2F3A48', due: 'var(--ink)' },
} as const

function Running({
  segment,
  x,
  width,
  spans,
  now,
  total,
}: Placed & { spans: readonly ClockSpan[]; now: number; total: number }) {
  if (segment.last === null) return null
  const { clock, limit } = segment.last
  const axis = layoutAxis({ spans, due: clock.due, now, remainingMs: clock.remainingMs ?? 0, width })
  const colour = FILL[clock.lamp]
  const head = `${stageWord(segment)} ${t('console.strip.limit', { limit: limitWords(limit) })}`
  const used = t('console.strip.used', { time: spell(clock.usedMs) })
  const paint = { used: colour.used, ahead: colour.ahead, overdue: 'var(--r)', off: 'url(#lf-hatch)' }
  return (
    <g transform={`translate(${String(x)} 0)`}>
      {axis.pieces.length === 0 && <rect y={TOP} width={width} height={HEIGHT} fill={colour.ahead} />}
      {axis.pieces.map((p, i) => (
        <g key={i}>
          <rect x={p.x} y={TOP} width={Math.max(0, p.width)} height={HEIGHT} fill={paint[p.kind]} />
          {p.label !== null && (
            <>
              <rect
                x={p.x + p.width / 2 - textWidth(p.label) / 2 - 6}
                y={TOP + 7}
                width={textWidth(p.label) + 12}
                height={16}
                rx={2}
                fill="#F4F6F9"
              />
              <text x={p.x + p.width / 2} y={TOP + 19} textAnchor="middle" className="s12">
                {p.label}
              </text>
            </>
          )}
        </g>
      ))}
      {axis.ticks.map((tick) => (
        <path
          key={tick}
          d={`M${tick.toFixed(1)} ${String(TOP + HEIGHT - 5)}v5`}
          stroke="#fff"
          strokeOpacity=".9"
        />
      ))}
      <Inside axis={axis} head={head} used={used} colour={colour.text} />
      <Labels
        axis={axis}
        head={roomFor(axis, head) === undefined ? head : null}
        clock={clock}
        now={now}
        dueColour={colour.due}
        left={x}
        total={total}
      />
    </g>
  )
}

/** The stretch of counted time that has room for the stage's name, if any. */
const roomFor = (axis: Axis, text: string): AxisPiece | undefined =>
  axis.pieces.find((p) => (p.kind === 'used' || p.kind === 'ahead') && p.width >= textWidth(text, 13) + 16)

/** Words on the bar, each in the first counted stretch with room for it. */
function Inside({ axis, head, used, colour }: { axis: Axis; head: string; used: string; colour: string }) {
  const headAt = roomFor(axis, head)
  const usedAt = axis.pieces.findLast(
    (p) => (p.kind === 'used' || p.kind === 'overdue') && p !== headAt && p.width >= textWidth(used) + 16,
  )
  return (
    <>
      {headAt !== undefined && (
        <text
          x={headAt.x + headAt.width / 2}
          y={TOP + 20}
          textAnchor="middle"
          className="s13 b"
          style={{ fill: colour }}
        >
          {head}
        </text>
      )}
      {usedAt !== undefined && (
        <text
          x={usedAt.x + usedAt.width / 2}
          y={TOP + 20}
          textAnchor="middle"
          className="s12"
          style={{ fill: usedAt.kind === 'overdue' ? '#fff' : colour }}
        >
          {used}
        </text>
      )}
    </>
  )
}

interface LabelsProps {
  readonly axis: Axis
  /** The stage's name where the bar itself has no room for it. */
  readonly head: string | null
  readonly clock: StageRun['clock']
  readonly now: number
  readonly dueColour: string
  readonly left: number
  readonly total: number
}

function Labels({ axis, head, clock, now, dueColour, left, total }: LabelsProps) {
  const flag = t('console.now', { time: timeOf(now) })
  const flagWidth = textWidth(flag) + 16
  const { nowX, dueX } = axis
  const flagX = nowX === null ? 0 : Math.max(-left, Math.min(nowX - flagWidth / 2, total - left - flagWidth))
  const clear = (x: number, text: string): boolean =>
    nowX === null || x > flagX + flagWidth + 4 || x + textWidth(text) < flagX - 4
  const headEnd = head === null ? 0 : textWidth(head) + 12
  const due = clock.due === null ? '' : t('console.due-at', { time: dueTime(clock.due) })
  return (
    <>
      {head !== null && clear(0, head) && (
        <text x={0} y={26} className="s12 b ink">
          {head}
        </text>
      )}
      {axis.days
        .filter((d) => d.x >= headEnd && clear(d.x, d.text))
        .map((d) => (
          <text key={`d${String(d.x)}`} x={d.x + 1} y={26} className="s12">
            {d.text}
          </text>
        ))}
      {axis.times.map((d) => (
        <text key={`t${String(d.x)}`} x={d.x} y={81} textAnchor={d.anchor} className="s12">
          {d.text}
        </text>
      ))}
      {dueX !== null && (
        <>
          <path d={`M${dueX.toFixed(1)} 14v56`} style={{ stroke: dueColour }} strokeWidth="2" />
          <text
            x={Math.max(dueX - 2, textWidth(due))}
            y={81}
            textAnchor="end"
            className="s12 b"
            style={{ fill: dueColour }}
          >
            {due}
          </text>
        </>
      )}
      {nowX !== null && (
        <>
          <path d={`M${nowX.toFixed(1)} 20v50`} stroke="var(--ink)" strokeWidth="1.5" />
          <path d={`M${(nowX - 5).toFixed(1)} 28h10l-5 6z`} fill="var(--ink)" />
          <rect x={flagX} y={2} width={flagWidth} height={20} rx={4} fill="var(--ink)" />
          <text
            x={flagX + flagWidth / 2}
            y={16}
            textAnchor="middle"
            className="s12 b"
            style={{ fill: '#fff' }}
          >
            {flag}
          </text>
        </>
      )}
    </>
  )
}
