import type { Lamp } from '@lifang/domains/calendar/schema.ts'
import { LampShape, lampWord } from '../../kit/lamp.tsx'
import { t } from '../../kit/words.ts'

/** The order of a desk: what is late first. */
export const LATE_FIRST = ['red', 'yellow', 'green', 'grey'] as const satisfies readonly Lamp[]

interface FilterProps {
  readonly lamp: Lamp | undefined
  /** What the way back to every lamp says. */
  readonly all: string
  readonly count: (lamp: Lamp) => string | number
  readonly choose: (lamp: Lamp | undefined) => void
}

/** One press shows one lamp, the same press again shows all. */
export function LampFilter({ lamp, all, count, choose }: FilterProps) {
  return (
    <div className="lamps" role="group" aria-label={t('console.desk.filter.lamp')}>
      <button type="button" aria-pressed={lamp === undefined} onClick={() => choose(undefined)}>
        {all}
      </button>
      {LATE_FIRST.map((one) => (
        <button
          key={one}
          type="button"
          aria-pressed={lamp === one}
          onClick={() => choose(lamp === one ? undefined : one)}
        >
          <LampShape lamp={one} />
          {lampWord(one)} {count(one)}
        </button>
      ))}
    </div>
  )
}
