import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { comparisonRoutes, type ComparisonView } from '@lifang/domains/registry/schema/comparison.ts'
import { isRefusal } from '../../kit/call.ts'
import { Icon } from '../../kit/icons.tsx'
import { ProblemAlert } from '../../kit/states.tsx'
import { t } from '../../kit/words.ts'
import { sendFile } from '../imports/queries.ts'
import { comparisonsChanged } from './queries.ts'

/** The other register's list; another one takes its place until it is compared. */
export function SendList({ of }: { readonly of: ComparisonView }) {
  const [percent, setPercent] = useState(0)
  const send = useMutation({
    mutationFn: (file: File) =>
      sendFile<ComparisonView>(comparisonRoutes.file.path.replace('{id}', of.id), file, setPercent),
    onSuccess: comparisonsChanged,
  })
  const words = send.isPending
    ? percent < 100
      ? t('comparison.uploading', { percent })
      : t('comparison.reading')
    : t(of.state === 'ready' ? 'comparison.upload-other' : 'comparison.upload')
  return (
    <section className="card imp-send">
      <label htmlFor="cmp-file" className={send.isPending ? 'imp-drop busy' : 'imp-drop'}>
        <Icon name="out" large />
        <b>{words}</b>
        <span className="mu sm">{t('comparison.upload-hint', { days: of.keepDays })}</span>
        <input
          id="cmp-file"
          type="file"
          accept=".xlsx,.csv,.txt"
          disabled={send.isPending}
          onChange={(e) => {
            const file = e.target.files?.[0]
            setPercent(0)
            if (file !== undefined) send.mutate(file)
            // The same file, mended, may be chosen again.
            e.target.value = ''
          }}
        />
      </label>
      {send.isPending && (
        <progress className="imp-bar" max={100} value={percent} aria-label={t('comparison.progress')} />
      )}
      <ProblemAlert
        error={send.error}
        retry={
          isRefusal(send.error) && send.error.unsure && send.variables !== undefined
            ? () => send.mutate(send.variables)
            : undefined
        }
      />
    </section>
  )
}
