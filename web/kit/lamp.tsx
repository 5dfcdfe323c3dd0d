import { humanLamp } from '@lifang/domains/calendar/rules/lamps.ts'
import type { ClockView, Lamp as Colour } from '@lifang/domains/calendar/schema.ts'
import { t } from './words.ts'

const PATHS = {
  green: (
    <>
      <circle cx="8" cy="8" r="7" fill="var(--g)" />
      <path d="M4.6 8.3l2.4 2.4 4.4-5" fill="none" stroke="#fff" strokeWidth="1.7" />
    </>
  ),
  yellow: (
    <>
      <path d="M8 1.2L15.4 14.6H.6z" fill="var(--y)" stroke="var(--y)" strokeLinejoin="round" />
      <path d="M8 6v4.2M8 12.2v.6" stroke="#fff" strokeWidth="1.7" />
    </>
  ),
  red: (
    <>
      <rect x="1" y="1" width="14" height="14" rx="1.5" fill="var(--r)" />
      <path d="M8 4v5M8 11v1.2" stroke="#fff" strokeWidth="1.8" />
    </>
  ),
  grey: (
    <>
      <circle cx="8" cy="8" r="7" fill="var(--k)" />
      <path d="M6.2 5v6M9.8 5v6" stroke="#fff" strokeWidth="1.7" />
    </>
  ),
} as const satisfies Record<Colour, React.ReactNode>

/** The shape alone: the same on the map, in a filter and in a chip. Never without a word beside it. */
export function LampShape({ lamp }: { lamp: Colour }) {
  return (
    <svg viewBox="0 0 16 16" aria-hidden="true">
      {PATHS[lamp]}
    </svg>
  )
}

/** Shape, colour word and what it says. Yellow and red get a tint; a good queue stays quiet. */
export function LampChip({
  lamp,
  text,
  big = false,
  title,
}: {
  lamp: Colour
  text: string
  big?: boolean
  title?: string
}) {
  return (
    <span className={`lamp ${lamp}${big ? ' big' : ''}`} title={title}>
      <LampShape lamp={lamp} />
      {text}
    </span>
  )
}

type Told = Pick<ClockView, 'lamp' | 'reason' | 'unit' | 'remainingMs' | 'overdueMs'>

/** A clock's lamp in words, as the one rule says it for desk, phone and report. */
export function lampText(view: Told): string {
  const { key, params } = humanLamp(view)
  return t(key, params)
}

export const lampWord = (lamp: Colour): string => t(`console.lamp-word.${lamp}`)
