/** Photos of a telephone, by camera or from the album: made small, and kept in its drawer until they are sent. */
import { useEffect, useState } from 'react'
import { newId } from '@lifang/platform/id.ts'
import type { Taken } from './exif.ts'
import { Icon, type IconName } from './icons.tsx'
import { prepare } from './photo.ts'
import { t } from './words.ts'

interface CameraProps {
  /** How many there are, and may be. */
  readonly held: number
  readonly most: number
  /** The application's own sentences: `most` and what can be wrong with a photo stand under it. */
  readonly phrases: string
  readonly keep: (key: string, blob: Blob) => Promise<void>
  readonly onPhoto: (key: string, taken: Taken) => void
}

/** @returns what takes files in, whether it is at work, and what became of files that are no photos */
export function useCamera({ held, most, phrases, keep, onPhoto }: CameraProps): {
  readonly take: (files: readonly File[]) => Promise<void>
  readonly busy: boolean
  readonly troubles: readonly string[]
} {
  const [busy, setBusy] = useState(0)
  const [troubles, setTroubles] = useState<readonly string[]>([])
  const take = async (files: readonly File[]): Promise<void> => {
    const room = most - held
    const refused = files.length > room ? [t(`${phrases}.most`, { most })] : []
    setTroubles([])
    setBusy((n) => n + 1)
    for (const file of files.slice(0, room)) {
      const ready = await prepare(file)
      if (!ready.ok) {
        const size = Math.round(file.size / 1_000_000)
        refused.push(t(`${phrases}.${ready.why}`, { name: file.name.slice(0, 60), size }))
        continue
      }
      const key = newId()
      await keep(key, ready.blob)
      onPhoto(key, ready.taken)
    }
    setBusy((n) => n - 1)
    setTroubles(refused)
  }
  return { take, busy: busy > 0, troubles }
}

interface FileButtonProps {
  readonly id: string
  readonly label: string
  readonly icon?: IconName
  /** Opens the camera and gives one photo; without it the album, and many. */
  readonly camera?: boolean
  readonly onFiles: (files: readonly File[]) => Promise<void>
}

export function FileButton({ id, label, icon, camera = false, onFiles }: FileButtonProps) {
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
      {icon !== undefined && <Icon name={icon} large />}
      <span>{label}</span>
    </label>
  )
}

interface PreviewProps {
  readonly photo: string
  readonly alt: string
  /** Reads the drawer of the application; always the same function. */
  readonly read: (key: string) => Promise<Blob | null>
}

/** The photo as it will be sent. */
export function Preview({ photo, alt, read }: PreviewProps) {
  const [url, setUrl] = useState<string | null>(null)
  useEffect(() => {
    let made: string | null = null
    let wanted = true
    void read(photo).then((blob) => {
      if (!wanted || blob === null) return
      made = URL.createObjectURL(blob)
      setUrl(made)
    })
    return () => {
      wanted = false
      if (made !== null) URL.revokeObjectURL(made)
    }
  }, [photo, read])
  return url === null ? <span className="blank" /> : <img src={url} alt={alt} />
}
