import { useMutation } from '@tanstack/react-query'
import { Button, Modal } from 'antd'
import { useState } from 'react'
import { listRoutes } from '@lifang/domains/incidents/schema/responsibility-routes.ts'
import { newId } from '@lifang/platform/id.ts'
import { upload } from '../../kit/call.ts'
import { ProblemAlert } from '../../kit/states.tsx'
import { t } from '../../kit/words.ts'
import { listChanged } from './queries.ts'

interface Sent {
  readonly file: File
  readonly id: string
  readonly apply: boolean
}

/** Reads a sheet: what it would do and what is wrong first, then all of it or nothing. */
export function ImportSheet({
  revision,
  onClose,
}: {
  readonly revision: number
  readonly onClose: () => void
}) {
  const [file, setFile] = useState<File | null>(null)
  const [id, setId] = useState(newId)
  const read = useMutation({
    mutationFn: async ({ file, id, apply }: Sent) => {
      const body = new FormData()
      body.append('file', file)
      return upload(listRoutes.import, body, { id, revision, apply: apply ? 'yes' : 'no' })
    },
    onSuccess: async (view) => {
      if (view.revision !== null) await listChanged()
    },
  })
  const view = read.data
  const written = view !== undefined && view.revision !== null
  return (
    <Modal open title={t('list.import')} onCancel={onClose} footer={null} width={640}>
      <p className="mu sm">{t('list.import-hint')}</p>
      <p>
        <label htmlFor="list-sheet">{t('list.import-file')}</label>{' '}
        <input
          id="list-sheet"
          type="file"
          accept=".xlsx"
          onChange={(e) => {
            const chosen = e.target.files?.[0] ?? null
            const next = newId()
            setFile(chosen)
            setId(next)
            if (chosen !== null) read.mutate({ file: chosen, id: next, apply: false })
          }}
        />
      </p>
      <ProblemAlert error={read.error} />
      {view !== undefined && (
        <p role="status">
          {written
            ? t('list.import-done')
            : t('list.import-rows', {
                rows: view.rows,
                classes: view.classes,
                added: view.added,
                changed: view.changed,
                same: view.same,
              })}
        </p>
      )}
      {view !== undefined && view.errors.length > 0 && (
        <>
          <p>
            <b>{t('list.import-errors', { n: view.errors.length })}</b>
          </p>
          <div className="sheet-errors">
            <table className="table">
              <thead>
                <tr>
                  <th scope="col">{t('list.import-col-row')}</th>
                  <th scope="col">{t('list.import-col-column')}</th>
                  <th scope="col">{t('list.import-col-what')}</th>
                </tr>
              </thead>
              <tbody>
                {view.errors.map((e) => (
                  <tr key={`${e.row} ${e.column} ${e.code}`}>
                    <td>{t('list.import-row', { row: e.row })}</td>
                    <td>{e.column}</td>
                    <td>{t(e.code, { value: e.value, text: e.value, unit: e.value, largest: 10_000 })}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
      {view !== undefined && !written && view.errors.length === 0 && view.added + view.changed === 0 && (
        <p className="mu">{t('list.import-same')}</p>
      )}
      {view !== undefined && (
        <Button
          type="primary"
          block
          loading={read.isPending}
          disabled={!written && (view.errors.length > 0 || view.added + view.changed === 0)}
          onClick={() => {
            if (written) onClose()
            else if (file !== null) read.mutate({ file, id, apply: true })
          }}
          style={{ marginTop: 12 }}
        >
          {written ? t('list.ok') : t('list.import-apply')}
        </Button>
      )}
    </Modal>
  )
}
