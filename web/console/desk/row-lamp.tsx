import type { Lamp } from '@lifang/domains/calendar/schema.ts'
import { LampChip, lampText } from '../../kit/lamp.tsx'
import { t } from '../../kit/words.ts'
import type { RowClock } from '../../kit/row-clock.ts'

/** The lamp of a row; where the whole limit makes it and not the running stage, it says so. */
export function RowLamp({ lamp, clock }: { readonly lamp: Lamp; readonly clock: RowClock }) {
  return (
    <LampChip lamp={lamp} text={lampText(clock.view) + (clock.byTotal ? t('console.desk.by-total') : '')} />
  )
}
