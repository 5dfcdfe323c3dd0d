import { FileButton, Preview, useCamera } from '../../kit/camera.tsx'
import { t } from '../../kit/words.ts'
import { MOST_PHOTOS, type DraftPhoto } from './draft.ts'
import type { StepProps } from './step.ts'
import { dropPhotos, keepPhoto, keptPhoto } from './store.ts'

/** Photo first: by camera or from what is there already, several, none if there is none. */
export function PhotoStep({ draft, change }: StepProps) {
  const { take, busy, troubles } = useCamera({
    held: draft.photos.length,
    most: MOST_PHOTOS,
    phrases: 'portal.photo',
    keep: keepPhoto,
    onPhoto: (key, { at, place }) => {
      const photo: DraftPhoto = { key, file: null, claim: null, place, at }
      change((d) => ({ photos: [...d.photos, photo] }))
    },
  })
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
              <Preview photo={p.key} alt={t('portal.photo.nth', { n: i + 1 })} read={keptPhoto} />
              <button type="button" onClick={() => remove(p.key)}>
                {t('portal.photo.remove', { n: i + 1 })}
              </button>
            </li>
          ))}
        </ul>
      )}
      {draft.photos.length < MOST_PHOTOS && (
        <div className="pick">
          <FileButton id="camera" label={t('portal.photo.camera')} icon="camera" camera onFiles={take} />
          <FileButton id="album" label={t('portal.photo.album')} icon="add" onFiles={take} />
        </div>
      )}
      <p role="status" className="hint">
        {busy
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
