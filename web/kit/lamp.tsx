import { humanLamp } from '@lifang/domains/calendar/rules/lamps.ts'
import type { ClockView, Lamp as Colour } from '@lifang/domains/calendar/schema.ts'
import { LAMP_PATHS } from './lamp-paths.ts'
import { t } from './words.ts'

const FILLS = {
  green: 'var(--g)',
  yellow: 'var(--y)',
  red: 'var(--r)',
  grey: 'var(--k)',
} as const satisfies Record<Colour, string>

/** The shape alone: the same on the map, in a filter and in a chip. Never without a word beside it. */
export function LampShape({ lamp }: { lamp: Colour }) {
  const { shape, mark, stroke } = LAMP_PATHS[lamp]
  return (
    <svg viewBox="0 0 16 16" aria-hidden="true">
      <path d={shape} fill={FILLS[lamp]} />
      <path d={mark} fill="none" stroke="#fff" strokeWidth={stroke} />
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
