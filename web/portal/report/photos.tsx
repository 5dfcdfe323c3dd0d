import { useEffect, useState } from 'react'
import { newId } from '@lifang/platform/id.ts'
import { Icon } from '../../kit/icons.tsx'
import { t } from '../../kit/words.ts'
import { MOST_PHOTOS, type DraftPhoto } from './draft.ts'
import type { StepProps } from './step.ts'
import { prepare } from '../../kit/photo.ts'
import { dropPhotos, keepPhoto, keptPhoto } from './store.ts'

/** Photo first: by camera or from what is there already, several, none if there is none. */
export function PhotoStep({ draft, change }: StepProps) {
  const [busy, setBusy] = useState(0)
  const [troubles, setTroubles] = useState<readonly string[]>([])
  const take = async (files: readonly File[]): Promise<void> => {
    setTroubles([])
    const room = MOST_PHOTOS - draft.photos.length
    const refused: string[] = files.length > room ? [t('portal.photo.most', { most: MOST_PHOTOS })] : []
    setBusy((n) => n + 1)
    for (const file of files.slice(0, room)) {
      const ready = await prepare(file)
      if (!ready.ok) {
        const size = Math.round(file.size / 1_000_000)
        refused.push(t(`portal.photo.${ready.why}`, { name: file.name.slice(0, 60), size }))
        continue
      }
      const key = newId()
      await keepPhoto(key, ready.blob)
      const photo: DraftPhoto = { key, file: null, claim: null, place: ready.taken.place, at: ready.taken.at }
      change((d) => ({ photos: [...d.photos, photo] }))
    }
    setBusy((n) => n - 1)
    setTroubles(refused)
  }
  const remove = (key: string): void => {
    change((d) => ({ photos: d.photos.filter((p) => p.key !== key) }))
    void dropPhotos([key])
  }
  return (
    <section className="card">
      <p>{t('portal.photo.why')}</p>
      {draft.photos.length > 0 && (
        <ul className="photos">
          {draft.photos.map((p, i) => (
            <li key={p.key}>
              <Preview photo={p.key} n={i + 1} />
              <button type="button" onClick={() => remove(p.key)}>
                {t('portal.photo.remove', { n: i + 1 })}
              </button>
            </li>
          ))}
        </ul>
      )}
      {draft.photos.length < MOST_PHOTOS && (
        <div className="pick">
          <PhotoInput id="camera" label={t('portal.photo.camera')} camera onFiles={take} first />
          <PhotoInput id="album" label={t('portal.photo.album')} onFiles={take} />
        </div>
      )}
      <p role="status" className="hint">
        {busy > 0
          ? t('portal.photo.busy')
          : draft.photos.length > 0
            ? t('portal.photo.count', { n: draft.photos.length })
            : ''}
      </p>
      {troubles.map((one) => (
        <p key={one} className="trouble" role="alert">
          {one}
        </p>
      ))}
      <p className="hint">{t('portal.photo.exif')}</p>
    </section>
  )
}

function PhotoInput({
  id,
  label,
  camera = false,
  first = false,
  onFiles,
}: {
  id: string
  label: string
  camera?: boolean
  first?: boolean
  onFiles: (files: readonly File[]) => Promise<void>
}) {
  return (
    <label className={first ? 'file strong' : 'file'} htmlFor={id}>
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
      <Icon name={camera ? 'camera' : 'add'} large />
      <span>{label}</span>
    </label>
  )
}

/** The photo as it will be sent, from this telephone's own drawer. */
export function Preview({ photo, n }: { photo: string; n: number }) {
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
  return url === null ? <span className="blank" /> : <img src={url} alt={t('portal.photo.nth', { n })} />
}
