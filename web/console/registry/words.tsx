/** The registry's words and marks, the same on every page of it. */
import { LAMP_PATHS } from '../../kit/lamp-paths.ts'
import { LampChip, LampShape } from '../../kit/lamp.tsx'
import { has, keysUnder, t, word } from '../../kit/words.ts'
import { isRefusal, Refusal } from '../../kit/call.ts'
import { SELF } from '@lifang/domains/registry/rules/kinship.ts'
import type { FreshnessWord } from '@lifang/domains/registry/schema/lists.ts'
import type { EndLamp } from '@lifang/domains/registry/schema/views.ts'

/** How fresh a home is, in the lamps' shapes: it is a deadline like any other. */
const LAMPS = {
  unknown: 'grey',
  stale: 'red',
  due: 'yellow',
  fresh: 'green',
} as const satisfies Record<FreshnessWord, keyof typeof LAMP_PATHS>

export const lampOfFreshness = (state: FreshnessWord) => LAMPS[state]
export const freshWord = (state: FreshnessWord): string => t(`registry.fresh.${state}`)

export function Fresh({ state, due }: { readonly state: FreshnessWord; readonly due: string | null }) {
  const text =
    state === 'unknown' || due === null ? freshWord(state) : t(`registry.fresh-${state}`, { day: due })
  return (
    <span className={`lamp ${LAMPS[state]}`}>
      <LampShape lamp={LAMPS[state]} />
      {text}
    </span>
  )
}

export const kinWord = (code: string | null): string =>
  code === null ? t('registry.kin-unknown') : word('registry-rules.kin', code)
export const kinOptions = (): { value: string; label: string }[] =>
  keysUnder('registry-rules.kin.')
    // 本人 and 户主 say the same; the household knows one of them.
    .filter((code) => code !== SELF)
    .toSorted()
    .map((code) => ({ value: code, label: word('registry-rules.kin', code) }))

/** When a paper or a stay ends: shape, colour and words; the short form for a line of a list. */
export function End({ of, short = false }: { readonly of: EndLamp; readonly short?: boolean }) {
  const form = of.lamp === 'yellow' && of.days === 0 ? 'today' : of.lamp
  const text = t(`registry.${short ? 'end-short' : 'end'}.${of.what}-${form}`, {
    n: Math.abs(of.days),
    day: of.until,
  })
  return <LampChip lamp={of.lamp} text={text} title={of.until} />
}

export const sexWord = (sex: string): string => word('registry.sex', sex)
export const ageWords = (age: number | null): string => (age === null ? '' : t('registry.age', { n: age }))
export const fieldWord = (field: string): string => word('registry.field', field)

/** A warning of a rule, in its own words; an unknown one keeps its key so that it is seen. */
export const warningWords = (key: string): string => (has(key) ? t(key) : key)

/** The sentence for under a field: the rule's own reason where the refusal gives one. */
export function refusalWords(error: Refusal): string {
  const why = error.details['why']
  const one = Array.isArray(why) ? (why as unknown[])[0] : why
  const reason = typeof one === 'string' && has(one) ? t(one, error.details) : ''
  if (error.code === 'registry.id-number-taken') {
    const place = error.details['place']
    return typeof place === 'string' && place !== '' ? t('registry.taken-at', { place }) : error.title
  }
  return reason === ''
    ? error.title
    : error.code === 'registry.id-reason-needed'
      ? `${reason}${error.title}`
      : reason
}
/** The field a refusal names and its sentence; null for one that names none. */
export const faultOf = (error: unknown): { readonly field: string; readonly text: string } | null =>
  isRefusal(error) && error.field !== null ? { field: error.field, text: refusalWords(error) } : null
