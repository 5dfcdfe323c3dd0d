import type { EvidenceKind } from '@lifang/domains/incidents/schema/words.ts'
import { FileButton, Preview, useCamera } from '../../kit/camera.tsx'
import { Icon } from '../../kit/icons.tsx'
import { timeOf } from '../../kit/time.ts'
import { t, word } from '../../kit/words.ts'
import { Trouble } from '../frame.tsx'
import type { JobPhoto } from '../outbox/job.ts'
import { dropPhotos, keepPhoto, keptPhoto } from '../outbox/store.ts'

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
  const name = word('field.shot', kind)
  const { take, busy, troubles } = useCamera({
    held: photos.length,
    most: MOST,
    phrases: 'field.photo',
    keep: keepPhoto,
    onPhoto: (key, { at, place }) =>
      onAdd({ key, kind, at: at ?? new Date().toISOString(), place, file: null }),
  })
  return (
    <div className="shots">
      {photos.map((p, i) => (
        <figure key={p.key} className="shot">
          <Preview photo={p.key} alt={t('field.photo.nth', { kind: name, n: i + 1 })} read={keptPhoto} />
          <figcaption>
            {name} {timeOf(Date.parse(p.at))}
          </figcaption>
          {!disabled && (
            <button
              type="button"
              className="drop"
              aria-label={t('field.photo.remove', { kind: name, n: i + 1 })}
              onClick={() => {
                onRemove(p.key)
                void dropPhotos([p.key])
              }}
            >
              <Icon name="close" large />
            </button>
          )}
        </figure>
      ))}
      {photos.length < MOST && !disabled && (
        <div className={photos.length === 0 ? 'pick' : 'pick small'}>
          <FileButton
            id={`camera-${kind}`}
            label={t('field.photo.camera', { kind: name })}
            icon="camera"
            camera
            onFiles={take}
          />
          <FileButton id={`album-${kind}`} label={t('field.photo.album')} onFiles={take} />
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
