/** Words and marks of enterprises, facilities and places, the same on every page of them. */
import type { Lamp } from '@lifang/domains/calendar/schema.ts'
import { measured } from '@lifang/domains/registry/rules/outline-size.ts'
import type { OutlineView } from '@lifang/domains/registry/schema/building-map.ts'
import type { FacilityState } from '@lifang/domains/registry/schema/unit-lists.ts'
import type { Refusal } from '../../kit/call.ts'
import { LampShape } from '../../kit/lamp.tsx'
import { exact } from '../../kit/time.ts'
import { t, word } from '../../kit/words.ts'
import { refusalWords } from '../registry/words.tsx'

/** A facility's state in the lamps' shapes; the word stands beside it everywhere. */
const LAMPS = {
  'in-order': 'green',
  damaged: 'yellow',
  missing: 'red',
  abandoned: 'grey',
  removed: 'grey',
  unknown: 'grey',
} as const satisfies Record<FacilityState, Lamp>
export const lampOfState = (state: FacilityState): Lamp => LAMPS[state]
export const stateWord = (state: FacilityState): string => t(`units.facility-state.${state}`)

export function StateMark({ state }: { readonly state: FacilityState }) {
  return (
    <span className={`lamp ${LAMPS[state]}`}>
      <LampShape lamp={LAMPS[state]} />
      {stateWord(state)}
    </span>
  )
}

/** Names of fields of the three; contact and phone are people's words. */
export const fieldName = (field: string): string => word('units.field', field)

/** A value of the history as an office says it; what was typed stays as it was. */
export const historyWord =
  (kind: 'enterprise' | 'facility' | 'place') =>
  (field: string, value: string): string => {
    switch (field) {
      case 'kind':
        return word('units.kind', value)
      case 'photo':
        return t('units.photo-dated', { at: exact(Date.parse(value)).slice(0, 16) })
      case 'outline': {
        const [corners = '0', area = '0'] = value.split(',')
        return sizeWords(Number(corners), Number(area))
      }
      case 'placeKind':
        return word('units.place-kind', value)
      case 'smallPlace':
        return word('units.small', value)
      case 'hazards':
        return value
          .split(',')
          .map((h) => word('units.hazard', h))
          .join('、')
      case 'state':
        return word(
          kind === 'facility'
            ? 'units.facility-state'
            : kind === 'place'
              ? 'units.place-state'
              : 'units.state',
          value,
        )
      default:
        return value
    }
  }

/** The sentence for under a field: who has the code already, where the refusal says it. */
export function saidOf(error: Refusal): string {
  const name = error.details['name']
  if (error.code.endsWith('-taken') && typeof name === 'string') return t('units.taken-by', { name })
  const reason = refusalWords(error)
  return error.code.endsWith('-reason-needed') && reason !== error.title
    ? `${reason}。${error.title}`
    : reason
}

/** An outline in words; one of several parts was imported and is not measured. */
const sizeWords = (corners: number, area: number): string =>
  corners === 0
    ? t('units.outline-parts')
    : t('units.outline-line', { corners, area: area.toLocaleString('zh-CN') })
export function outlineWords(outline: OutlineView): string {
  if (outline.type !== 'Polygon') return t('units.outline-parts')
  const { corners, squareMetres } = measured({ type: 'Polygon', coordinates: outline.coordinates })
  return sizeWords(corners, squareMetres)
}
