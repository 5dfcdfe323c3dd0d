import type { Verdict } from '@lifang/domains/registry/rules/comparison.ts'
import type { ComparisonItem, TaskItem } from '@lifang/domains/registry/schema/comparison.ts'
import type { ComparisonState } from '@lifang/domains/registry/schema/comparison-lists.ts'
import { Icon, type IconName } from '../../kit/icons.tsx'
import { t } from '../../kit/words.ts'

const VERDICT_ICONS = {
  same: 'check',
  differs: 'close',
  'ours-only': 'home',
  'theirs-only': 'out',
  'to-check': 'search',
} as const satisfies Record<Verdict, IconName>
/** A verdict as shape and word. */
export const VerdictWord = ({ of }: { readonly of: Verdict }) => (
  <span className={`cmp-verdict ${of}`}>
    <Icon name={VERDICT_ICONS[of]} />
    {t(`comparison.verdict.${of}`)}
  </span>
)

const STATE_ICONS = {
  draft: 'doc',
  ready: 'note',
  running: 'clock',
  done: 'check',
  cancelled: 'stop',
  failed: 'stop',
} as const satisfies Record<ComparisonState, IconName>
export const StateWord = ({ of }: { readonly of: ComparisonItem }) => (
  <span className={`cmp-state ${of.state}`}>
    <Icon name={STATE_ICONS[of.state]} />
    {t(`comparison.state.${of.state}`)}
  </span>
)

export const registerOf = (of: Pick<ComparisonItem, 'register' | 'registerName'>): string =>
  of.registerName === '' ? t(`comparison.register.${of.register}`) : of.registerName
/** The other register of a task: a name, or the word of its kind. */
export const registerOfTask = ({ registerName }: Pick<TaskItem, 'registerName'>): string =>
  ['police', 'school', 'civil-affairs', 'other'].includes(registerName)
    ? t(`comparison.register.${registerName}`)
    : registerName
/** Where a record stands; the whole area where no grid is known. */
export const placeOf = (area: { readonly name: string; readonly community: string | null }): string =>
  area.name
/** 12.5% */
export const percent = (same: number, of: number): string =>
  of === 0 ? '—' : `${((100 * same) / of).toFixed(1)}%`
