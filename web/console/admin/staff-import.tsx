import { useMutation } from '@tanstack/react-query'
import { Button, Modal } from 'antd'
import { useState } from 'react'
import { staffRoutes, type StaffImportView } from '@lifang/domains/grid/schema/staff.ts'
import { newId } from '@lifang/platform/id.ts'
import { isRefusal, upload } from '../../kit/call.ts'
import { ProblemAlert } from '../../kit/states.tsx'
import { t } from '../../kit/words.ts'
import { saveFile, saveText } from './save.ts'
import { staffChanged } from './queries.ts'

interface Sent {
  readonly file: File
  readonly id: string
  readonly apply: boolean
}
const ROUTES = {
  accounts: { read: staffRoutes.importAccounts, mark: staffRoutes.markAccounts },
  posts: { read: staffRoutes.importPosts, mark: staffRoutes.markPosts },
} as const
const bodyOf = (file: File): FormData => {
  const body = new FormData()
  body.append('file', file)
  return body
}

/**
 * A workbook of staff: what it would do and what is wrong first, then all of it or nothing. One workbook serves both
 * administrators, each of whom carries out their own part.
 */
export function ImportStaff({
  kind,
  onClose,
}: {
  readonly kind: keyof typeof ROUTES
  readonly onClose: () => void
}) {
  const routes = ROUTES[kind]
  const [file, setFile] = useState<File | null>(null)
  const [id, setId] = useState(newId)
  const read = useMutation({
    mutationFn: ({ file, id, apply }: Sent) =>
      upload(routes.read, bodyOf(file), { id, apply: apply ? 'yes' : 'no' }),
    onSuccess: async (view) => {
      if (view.done) await staffChanged()
    },
  })
  const mark = useMutation({
    mutationFn: (file: File) => saveFile(routes.mark.path, bodyOf(file), t('admin.marked-name')),
  })
  const view = read.data
  const done = view?.done === true
  return (
    <Modal open title={t(`admin.import-${kind}`)} onCancel={onClose} footer={null} width={720}>
      <p className="mu sm">{t(`admin.import-${kind}-hint`)}</p>
      <p>
        <a href={staffRoutes.template.path} download className="link">
          {t('admin.template')}
        </a>
      </p>
      <p>
        <label htmlFor="staff-sheet">{t('admin.import-file')}</label>{' '}
        <input
          id="staff-sheet"
          type="file"
          accept=".xlsx"
          disabled={read.isPending || done}
          onChange={(e) => {
            const chosen = e.target.files?.[0] ?? null
            const next = newId()
            setFile(chosen)
            setId(next)
            read.reset()
            if (chosen !== null) read.mutate({ file: chosen, id: next, apply: false })
            // The same file, mended, may be chosen again.
            e.target.value = ''
          }}
        />{' '}
        {file !== null && <span className="ink">{file.name}</span>}
      </p>
      <ProblemAlert
        error={read.error}
        retry={
          isRefusal(read.error) && read.error.unsure && read.variables !== undefined
            ? () => read.mutate(read.variables)
            : undefined
        }
      />
      {view !== undefined && (
        <p role="status">
          {t(done ? `admin.import-${kind}-done` : `admin.import-${kind}-would`, {
            rows: view.rows,
            added: view.added,
            same: view.same,
          })}
        </p>
      )}
      {view !== undefined && view.faults.length > 0 && (
        <>
          <p className="line">
            <b>{t('admin.import-faults', { n: view.faults.length })}</b>
            <span className="sp" />
            <Button
              size="small"
              loading={mark.isPending}
              onClick={() => {
                if (file !== null) mark.mutate(file)
              }}
            >
              {t('admin.import-marked')}
            </Button>
          </p>
          <ProblemAlert error={mark.error} />
          <div className="faults" tabIndex={0} role="region" aria-label={t('admin.col.what')}>
            <table className="table">
              <colgroup>
                <col style={{ width: 84 }} />
                <col style={{ width: 92 }} />
                <col />
              </colgroup>
              <thead>
                <tr>
                  <th scope="col">{t('admin.col.row')}</th>
                  <th scope="col">{t('admin.col.column')}</th>
                  <th scope="col">{t('admin.col.what')}</th>
                </tr>
              </thead>
              <tbody>
                {view.faults.map((f) => (
                  <tr key={`${String(f.row)} ${f.column} ${f.code}`}>
                    <td>{t('admin.row', { n: f.row })}</td>
                    <td>{f.column}</td>
                    <td className="wrap">{t(f.code, { value: f.value })}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
      {done && view.passwords.length > 0 && <Passwords of={view.passwords} />}
      {view !== undefined && (
        <Button
          type="primary"
          block
          loading={read.isPending}
          disabled={!done && (view.faults.length > 0 || view.added === 0)}
          onClick={() => {
            if (done) onClose()
            else if (file !== null) read.mutate({ file, id, apply: true })
          }}
          style={{ marginTop: 12 }}
        >
          {t(
            done
              ? 'admin.noted'
              : view.added === 0 && view.faults.length === 0
                ? 'admin.import-nothing'
                : 'admin.import-go',
          )}
        </Button>
      )}
    </Modal>
  )
}

/** First passwords, shown to whoever made the accounts; kept nowhere. */
function Passwords({ of }: { readonly of: StaffImportView['passwords'] }) {
  const lines = of.map((p) => `${p.username}\t${p.name}\t${p.password}`)
  return (
    <>
      <p className="line">
        <b>{t('admin.passwords-once')}</b>
        <span className="sp" />
        <Button size="small" onClick={() => saveText(lines.join('\r\n'), t('admin.passwords-name'))}>
          {t('admin.passwords-save')}
        </Button>
      </p>
      <div className="faults" tabIndex={0} role="region" aria-label={t('admin.passwords-once')}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('console.accounts.col.username')}</th>
              <th scope="col">{t('console.accounts.col.name')}</th>
              <th scope="col">{t('console.accounts.first-password')}</th>
            </tr>
          </thead>
          <tbody>
            {of.map((p) => (
              <tr key={p.username}>
                <td className="ink">{p.username}</td>
                <td>{p.name}</td>
                <td>
                  <code>{p.password}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}
