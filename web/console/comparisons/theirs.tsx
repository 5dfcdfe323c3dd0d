import { comparisonRoutes, type TaskView } from '@lifang/domains/registry/schema/comparison.ts'
import { COMPARED_FIELDS } from '@lifang/domains/registry/schema/comparison-lists.ts'
import { call } from '../../kit/call.ts'
import { t } from '../../kit/words.ts'
import { RevealWindow } from '../registry/reveal.tsx'

/** What the other register says, whole, for a reason; gone with the window. */
export function ShowTheirs({ of, onClose }: { readonly of: TaskView; readonly onClose: () => void }) {
  return (
    <RevealWindow
      title={t('comparison.show')}
      ask={async (id, reason) => {
        const { values } = await call(comparisonRoutes.theirs, {
          params: { id: of.id },
          body: { id, reason },
        })
        return COMPARED_FIELDS.flatMap((f) =>
          values[f] === undefined ? [] : [`${t(`comparison.field.${f}`)}：${values[f]}`],
        ).join('\n')
      }}
      seen={() => Promise.resolve()}
      onClose={onClose}
    />
  )
}
