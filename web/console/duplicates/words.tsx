import type { DuplicateReason, DuplicateVerdict } from '@lifang/domains/registry/schema/duplicate-lists.ts'
import { Icon } from '../../kit/icons.tsx'
import { t, word } from '../../kit/words.ts'

/** What speaks against it is told as well, apart from what speaks for it. */
const AGAINST: ReadonlySet<DuplicateReason> = new Set<DuplicateReason>([
  'other-id-number',
  'other-name',
  'other-birth-date',
  'other-sex',
])

export const verdictWord = (verdict: DuplicateVerdict): string =>
  word('registry-rules.duplicate-verdict', verdict)

export function Reasons({ of }: { readonly of: readonly DuplicateReason[] }) {
  return (
    <span className="dup-reasons">
      {of.map((reason) => (
        <span
          key={reason}
          className={AGAINST.has(reason) ? 'tag dup-against' : 'tag b'}
          title={word('registry-rules.duplicate', reason)}
        >
          {AGAINST.has(reason) && <Icon name="close" />}
          {t(`duplicates.reason.${reason}`)}
        </span>
      ))}
    </span>
  )
}
