import type { ImportItem } from '@lifang/domains/registry/schema/transfer.ts'
import type { ImportState } from '@lifang/domains/registry/schema/transfer-lists.ts'
import { Icon, type IconName } from '../../kit/icons.tsx'
import { t } from '../../kit/words.ts'

const ICONS: Readonly<Record<ImportState, IconName>> = {
  uploaded: 'doc',
  checking: 'clock',
  checked: 'note',
  running: 'clock',
  done: 'check',
  cancelled: 'stop',
  failed: 'stop',
  undoing: 'clock',
  undone: 'back',
}

/** How an import stands, as shape and word; of one that works how far it is. */
export function StateWord({ of }: { readonly of: ImportItem }) {
  const { done, of: all } = of.progress
  const moving = of.state === 'checking' || of.state === 'running' || of.state === 'undoing'
  return (
    <span className={`imp-state ${of.state}`}>
      <Icon name={ICONS[of.state]} />
      {t(`transfer.state.${of.state}`)}
      {moving && all > 0 && ` ${String(Math.floor((100 * done) / all))}%`}
    </span>
  )
}
