import { useMutation } from '@tanstack/react-query'
import { Button, Modal } from 'antd'
import { useState } from 'react'
import { buildingImportRoutes, type BuildingImport } from '@lifang/domains/registry/schema/building-import.ts'
import { newId } from '@lifang/platform/id.ts'
import { Refusal, upload } from '../../kit/call.ts'
import { ProblemAlert } from '../../kit/states.tsx'
import { unfit } from '../../kit/upload.ts'
import { t } from '../../kit/words.ts'
import { registryChanged } from '../registry/queries.ts'

interface Chosen {
  readonly file: File
  /** Of the import: sending the same file again finds the same one. */
  readonly id: string
}

function send({ file, id }: Chosen, dry: 'yes' | 'no'): Promise<BuildingImport> {
  const form = new FormData()
  form.append('file', file, 'buildings.geojson')
  return upload(buildingImportRoutes.importBuildings, form, { id, dry })
}

/** Buildings of a GeoJSON file: what would come of it first, feature by feature, and then taken in. */
export function BuildingImportWindow({ onClose }: { readonly onClose: () => void }) {
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const attempt = useMutation({ mutationFn: (of: Chosen) => send(of, 'yes') })
  const take = useMutation({ mutationFn: (of: Chosen) => send(of, 'no'), onSuccess: registryChanged })
  const wrong = chosen === null ? null : unfit(chosen.file)
  const tried = attempt.data
  const taken = take.data
  const shown = taken ?? tried
  const n = (tried?.made ?? 0) + (tried?.redrawn ?? 0)
  const error = take.error ?? attempt.error
  const choose = (file: File | undefined): void => {
    attempt.reset()
    take.reset()
    setChosen(file === undefined ? null : { file, id: newId() })
  }
  return (
    <Modal
      open
      title={t('custom.import-title')}
      onCancel={onClose}
      footer={null}
      width={720}
      mask={{ closable: false }}
    >
      <p className="mu md">{t('custom.import-hint')}</p>
      <p className="building-import-file">
        <label htmlFor="building-import-file">{t('custom.import-file')}</label>{' '}
        <input
          id="building-import-file"
          type="file"
          accept=".geojson,.json,application/geo+json"
          disabled={taken !== undefined}
          aria-invalid={wrong !== null}
          onChange={(e) => choose(e.target.files?.[0])}
        />
      </p>
      {wrong !== null && (
        <p role="alert" className="field-fault sm">
          {wrong}
        </p>
      )}
      {shown !== undefined && (
        <p role="status" className="md">
          {taken !== undefined && <b>{t('custom.import-done')} · </b>}
          {t('custom.import-counts', {
            made: shown.made,
            redrawn: shown.redrawn,
            unchanged: shown.unchanged,
            refused: shown.refused,
            others: shown.others,
          })}
        </p>
      )}
      {shown !== undefined && shown.lines.length > 0 && <Lines of={shown} />}
      <ProblemAlert error={error instanceof Refusal ? error : null} />
      {taken !== undefined ? (
        <Button type="primary" block onClick={onClose} style={{ marginTop: 12 }}>
          {t('custom.import-close')}
        </Button>
      ) : (
        chosen !== null && (
          <Button
            type="primary"
            block
            disabled={wrong !== null || (tried !== undefined && n === 0)}
            loading={attempt.isPending || take.isPending}
            style={{ marginTop: 12 }}
            onClick={() => {
              if (tried === undefined) attempt.mutate(chosen)
              else take.mutate(chosen)
            }}
          >
            {tried === undefined
              ? t('custom.import-try')
              : n === 0
                ? t('custom.import-nothing')
                : t('custom.import-do', { n })}
          </Button>
        )
      )}
    </Modal>
  )
}

function Lines({ of }: { readonly of: BuildingImport }) {
  return (
    <>
      <div
        className="scroll building-import-lines"
        tabIndex={0}
        role="region"
        aria-label={t('custom.import-says')}
      >
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t('custom.import-feature')}</th>
              <th scope="col">{t('custom.import-verdict')}</th>
              <th scope="col">{t('custom.import-says')}</th>
            </tr>
          </thead>
          <tbody>
            {of.lines.map((l) => (
              <tr key={`${String(l.feature)}${l.says}`}>
                <td>
                  {l.feature === 0 ? t('custom.import-whole') : t('custom.import-line', { n: l.feature })}
                </td>
                <td>{t(l.refused ? 'custom.import-refused' : 'custom.import-note')}</td>
                <td>{t(`custom.geojson.${l.says}`)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {of.more > 0 && <p className="sm mu">{t('custom.import-more', { n: of.more })}</p>}
    </>
  )
}
