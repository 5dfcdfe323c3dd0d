import { useEffect, useState } from 'react'
import { newId } from '@lifang/platform/id.ts'
import type { EvidenceKind } from '@lifang/domains/incidents/schema/words.ts'
import { Icon } from '../../kit/icons.tsx'
import { prepare } from '../../kit/photo.ts'
import { timeOf } from '../../kit/time.ts'
import { t, word } from '../../kit/words.ts'
import { Trouble } from '../frame.tsx'
import type { JobPhoto } from '../outbox/job.ts'
import { keepPhoto, keptPhoto } from '../outbox/store.ts'

/** Photos a command may carry are twelve; before and after share them. */
const MOST = 6

interface ShotsProps {
  readonly kind: EvidenceKind
  readonly photos: readonly JobPhoto[]
  readonly disabled: boolean
  readonly onAdd: (photo: JobPhoto) => void
  readonly onRemove: (key: string) => void
}

/** Camera first: what was taken, each with its kind and time, then the camera and the album. */
export function Shots({ kind, photos, disabled, onAdd, onRemove }: ShotsProps) {
  const [busy, setBusy] = useState(false)
  const [troubles, setTroubles] = useState<readonly string[]>([])
  const name = word('field.shot', kind)
  const take = async (files: readonly File[]): Promise<void> => {
    const room = MOST - photos.length
    const refused = files.length > room ? [t('field.photo.most', { most: MOST })] : []
    setTroubles([])
    setBusy(true)
    for (const file of files.slice(0, room)) {
      const ready = await prepare(file)
      if (!ready.ok) {
        const size = Math.round(file.size / 1_000_000)
        refused.push(t(`field.photo.${ready.why}`, { name: file.name.slice(0, 60), size }))
        continue
      }
      const key = newId()
      await keepPhoto(key, ready.blob)
      const { at, place } = ready.taken
      onAdd({ key, kind, at: at ?? new Date().toISOString(), place, file: null })
    }
    setBusy(false)
    setTroubles(refused)
  }
  return (
    <div className="shots">
      {photos.map((p, i) => (
        <figure key={p.key} className="shot">
          <Preview photo={p.key} alt={t('field.photo.nth', { kind: name, n: i + 1 })} />
          <figcaption>
            {name} {timeOf(Date.parse(p.at))}
          </figcaption>
          {!disabled && (
            <button
              type="button"
              className="drop"
              aria-label={t('field.photo.remove', { kind: name, n: i + 1 })}
              onClick={() => onRemove(p.key)}
            >
              <Icon name="close" large />
            </button>
          )}
        </figure>
      ))}
      {photos.length < MOST && !disabled && (
        <div className={photos.length === 0 ? 'pick' : 'pick small'}>
          <Pick id={`camera-${kind}`} label={t('field.photo.camera', { kind: name })} camera onFiles={take} />
          <Pick id={`album-${kind}`} label={t('field.photo.album')} onFiles={take} />
        </div>
      )}
      <p role="status" className={busy ? 'hint busy' : 'unseen'}>
        {busy ? t('field.photo.busy') : photos.length > 0 ? t('field.photo.count', { n: photos.length }) : ''}
      </p>
      {troubles.map((one) => (
        <Trouble key={one} error={one} />
      ))}
    </div>
  )
}

function Pick({
  id,
  label,
  camera = false,
  onFiles,
}: {
  id: string
  label: string
  camera?: boolean
  onFiles: (files: readonly File[]) => Promise<void>
}) {
  return (
    <label className={camera ? 'file strong' : 'file'} htmlFor={id}>
      <input
        id={id}
        type="file"
        accept="image/*"
        multiple={!camera}
        {...(camera ? { capture: 'environment' as const } : {})}
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])]
          event.currentTarget.value = ''
          void onFiles(files)
        }}
      />
      {camera && <Icon name="camera" large />}
      <span>{label}</span>
    </label>
  )
}

/** The photo as it will be sent, from this telephone's own drawer. */
export function Preview({ photo, alt }: { photo: string; alt: string }) {
  const [url, setUrl] = useState<string | null>(null)
  useEffect(() => {
    let made: string | null = null
    let wanted = true
    void keptPhoto(photo).then((blob) => {
      if (!wanted || blob === null) return
      made = URL.createObjectURL(blob)
      setUrl(made)
    })
    return () => {
      wanted = false
      if (made !== null) URL.revokeObjectURL(made)
    }
  }, [photo])
  return url === null ? <span className="blank" /> : <img src={url} alt={alt} />
}
