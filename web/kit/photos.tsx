import { EVIDENCE_KINDS } from '@lifang/domains/incidents/schema/lists.ts'
import type { EvidenceKind } from '@lifang/domains/incidents/schema/words.ts'
import { Modal } from 'antd'
import { useState } from 'react'
import { Refusal } from './call.ts'
import { Icon } from './icons.tsx'
import { newId } from '@lifang/platform/id.ts'
import { unfit, uploaded } from './upload.ts'
import { t, titled, word } from './words.ts'

/** A photo chosen in this form: sent at once, so that submitting the form is quick; its address is of this page only. */
export interface Picked {
  readonly key: string
  readonly preview: string
  readonly kind: EvidenceKind
  readonly source: File
  /** Id given by the server; null while it is being sent. */
  readonly file: string | null
  /** What is wrong with it, and whether sending it again could help: a file that is refused is refused again. */
  readonly failed: { readonly said: string; readonly again: boolean } | null
}

export const sentPhotos = (list: readonly Picked[]) =>
  list.flatMap(({ file, kind }) => (file === null ? [] : [{ file, kind }]))
export const stillSending = (list: readonly Picked[]): boolean =>
  list.some((p) => p.file === null && p.failed === null)

interface PickerProps {
  readonly value: readonly Picked[]
  readonly onChange: (change: (list: readonly Picked[]) => readonly Picked[]) => void
  readonly kind: EvidenceKind
  readonly id: string
  readonly most?: number
}

export function PhotoPicker({ value, onChange, kind, id, most = 12 }: PickerProps) {
  const patch = (key: string, change: Partial<Picked>): void =>
    onChange((list) => list.map((p) => (p.key === key ? { ...p, ...change } : p)))
  const sendOne = (key: string, file: File): void => {
    uploaded(file).then(
      (sent) => patch(key, { file: sent }),
      (error: unknown) =>
        patch(key, {
          failed:
            error instanceof Refusal
              ? { said: error.title, again: error.unsure }
              : { said: t('console.fault'), again: true },
        }),
    )
  }
  const take = (files: FileList | null): void => {
    if (files === null) return
    for (const file of [...files].slice(0, most - value.length)) {
      const key = newId()
      const wrong = unfit(file)
      const picked: Picked = {
        key,
        preview: URL.createObjectURL(file),
        kind,
        source: file,
        file: null,
        failed: wrong === null ? null : { said: wrong, again: false },
      }
      onChange((list) => [...list, picked])
      if (wrong === null) sendOne(key, file)
    }
  }
  return (
    <div className="picker photos">
      {value.map((p) => (
        <div className="photo" key={p.key}>
          <span className="frame">
            {p.failed === null || p.failed.again ? (
              <img
                src={p.preview}
                alt={t('console.photo.of', { kind: word('incidents.evidence', p.kind) })}
              />
            ) : (
              <Icon name="doc" large />
            )}
            {p.file === null && p.failed === null && (
              <span className="cap">{t('console.photo.sending')}</span>
            )}
          </span>
          <button
            type="button"
            className="remove"
            aria-label={t('console.photo.remove')}
            onClick={() => onChange((list) => list.filter((o) => o.key !== p.key))}
          >
            <Icon name="close" />
          </button>
          {p.failed === null ? (
            <select
              aria-label={t('console.photo.kind')}
              value={p.kind}
              onChange={(e) =>
                patch(p.key, { kind: EVIDENCE_KINDS.find((k) => k === e.target.value) ?? p.kind })
              }
            >
              {EVIDENCE_KINDS.map((k) => (
                <option key={k} value={k}>
                  {word('incidents.evidence', k)}
                </option>
              ))}
            </select>
          ) : (
            <p className="failed" role="alert">
              {p.failed.said}{' '}
              {p.failed.again && (
                <button
                  type="button"
                  className="link"
                  onClick={() => {
                    patch(p.key, { failed: null })
                    sendOne(p.key, p.source)
                  }}
                >
                  {t('console.photo.again')}
                </button>
              )}
            </p>
          )}
        </div>
      ))}
      {value.length < most && (
        <label className="slot">
          <Icon name="camera" large />
          {t('console.photo.add')}
          <input
            id={id}
            type="file"
            accept="image/jpeg,image/png,image/webp,image/heic"
            multiple
            onChange={(e) => {
              take(e.target.files)
              e.target.value = ''
            }}
          />
        </label>
      )}
    </div>
  )
}

/** A photo on the record; opens large. */
export function Photo({
  url,
  caption,
  title,
  height,
}: {
  url: string
  caption: string
  title: string
  height: number
}) {
  const [open, setOpen] = useState(false)
  return (
    <figure className="photo" style={{ width: 'auto', height }}>
      <button type="button" className="open" style={{ height }} title={title} onClick={() => setOpen(true)}>
        <img src={url} alt={titled(caption, title)} loading="lazy" />
      </button>
      <figcaption className="cap">{caption}</figcaption>
      <Modal
        open={open}
        onCancel={() => setOpen(false)}
        footer={null}
        title={title}
        width={960}
        destroyOnHidden
      >
        <div className="viewer">
          <img src={url} alt={titled(caption, title)} />
        </div>
      </Modal>
    </figure>
  )
}
