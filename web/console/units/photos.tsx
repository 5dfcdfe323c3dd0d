import { useMutation } from '@tanstack/react-query'
import { Button, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { newId } from '@lifang/platform/id.ts'
import { photoRoutes, type ThingPhoto } from '@lifang/domains/registry/schema/photos.ts'
import { MOST_PHOTOS, type Photographed } from '@lifang/domains/registry/schema/unit-lists.ts'
import { addressOf, call, Refusal } from '../../kit/call.ts'
import { takenOf } from '../../kit/exif.ts'
import { Icon } from '../../kit/icons.tsx'
import { Photo } from '../../kit/photos.tsx'
import { ProblemAlert } from '../../kit/states.tsx'
import { exact } from '../../kit/time.ts'
import { filled, isMarked, markRefused, useCommandId } from '../../kit/typed.ts'
import { unfit, uploaded } from '../../kit/upload.ts'
import { t } from '../../kit/words.ts'
import { registryChanged } from '../registry/queries.ts'

const addressOfPhoto = (id: string, size: 'whole' | 'small'): string =>
  addressOf(photoRoutes.thingPhoto.path, { id }, size === 'small' ? { size } : {})

/** The newest photo of a row of a list. Its name stands beside it, so that it says nothing itself. */
export function Thumb({ photo }: { readonly photo: string | null }) {
  if (photo === null) return null
  return <img className="unit-thumb" src={addressOfPhoto(photo, 'small')} alt="" loading="lazy" />
}

/** A photo on its way; its ids stay, so that sending it again finds what arrived. */
interface Sending {
  readonly key: string
  readonly source: File
  readonly file: string | null
  readonly failed: { readonly said: string; readonly again: boolean } | null
}

interface CardProps {
  readonly kind: Photographed
  readonly of: {
    readonly id: string
    readonly name: string
    readonly photos: readonly ThingPhoto[]
    readonly may: { readonly edit: boolean }
  }
}

export function PhotosCard({ kind, of }: CardProps) {
  const { sending, take, again, drop } = useSending({ kind, id: of.id })
  const [removing, setRemoving] = useState<ThingPhoto | null>(null)
  const room = MOST_PHOTOS - of.photos.length - sending.length
  return (
    <section className="card" aria-labelledby="thing-photos">
      <header>
        <h2 id="thing-photos">{t('units.photos')}</h2>
        <span className="sp" />
        {of.photos.length > 0 && (
          <span className="sm mu">
            {of.photos.length} / {MOST_PHOTOS}
          </span>
        )}
      </header>
      <div className="reg-pad">
        {of.photos.length === 0 && !of.may.edit && <p className="mu md">{t('units.photos-none')}</p>}
        <ul className="unit-photos">
          {of.photos.map((p) => (
            <li key={p.id}>
              <Photo
                url={addressOfPhoto(p.id, 'whole')}
                title={t('units.photo-of', { name: of.name })}
                caption={takenWords(p)}
                height={132}
              />
              <span className="sm mu">
                {t('units.photo-by', { by: p.by, at: exact(Date.parse(p.addedAt)).slice(0, 16) })}
              </span>
              {of.may.edit && (
                <button type="button" className="link sm" onClick={() => setRemoving(p)}>
                  {t('units.photo-remove')}
                  <span className="hidden">{takenWords(p)}</span>
                </button>
              )}
            </li>
          ))}
          {of.may.edit && room > 0 && (
            <li className="picker">
              <label className="slot">
                <Icon name="camera" large />
                {t('units.photo-add')}
                <input
                  type="file"
                  accept="image/jpeg,image/png,image/webp,image/heic"
                  multiple
                  onChange={(e) => {
                    take([...(e.target.files ?? [])].slice(0, room))
                    e.target.value = ''
                  }}
                />
              </label>
            </li>
          )}
        </ul>
        {of.may.edit && room <= 0 && <p className="mu sm">{t('units.photos-full', { most: MOST_PHOTOS })}</p>}
        {sending.map((s) => (
          <p key={s.key} className="line sm" role={s.failed === null ? 'status' : 'alert'}>
            <span className="unit-file">{s.source.name}</span>
            {s.failed === null ? t('console.photo.sending') : s.failed.said}
            {s.failed?.again === true && (
              <button type="button" className="link" onClick={() => again(s)}>
                {t('console.photo.again')}
              </button>
            )}
            {s.failed !== null && (
              <button type="button" className="link" onClick={() => drop(s.key)}>
                {t('console.photo.remove')}
              </button>
            )}
          </p>
        ))}
      </div>
      {removing !== null && <Removal photo={removing} onClose={() => setRemoving(null)} />}
    </section>
  )
}

const takenWords = (p: ThingPhoto): string =>
  p.takenAt === null
    ? t('units.photo-undated')
    : t('units.photo-taken', { at: exact(Date.parse(p.takenAt)).slice(0, 16) })

/** Each photo is uploaded and added at once, with the time its camera wrote into it. */
function useSending(of: { readonly kind: Photographed; readonly id: string }) {
  const [sending, setSending] = useState<readonly Sending[]>([])
  const patch = (key: string, change: Partial<Sending>): void =>
    setSending((list) => list.map((s) => (s.key === key ? { ...s, ...change } : s)))
  const drop = (key: string): void => setSending((list) => list.filter((s) => s.key !== key))
  const send = async (one: Sending): Promise<void> => {
    try {
      const head = new Uint8Array(await one.source.slice(0, 262_144).arrayBuffer())
      const file = one.file ?? (await uploaded(one.source))
      patch(one.key, { file })
      await call(photoRoutes.addPhoto, { body: { id: one.key, of, file, takenAt: takenOf(head).at } })
      await registryChanged()
      drop(one.key)
    } catch (error) {
      const failed =
        error instanceof Refusal
          ? { said: error.title, again: error.unsure }
          : { said: t('console.fault'), again: true }
      patch(one.key, { failed })
    }
  }
  const take = (files: readonly File[]): void => {
    const found = files.map((source): Sending => {
      const wrong = unfit(source)
      const failed = wrong === null ? null : { said: wrong, again: false }
      return { key: newId(), source, file: null, failed }
    })
    setSending((list) => [...list, ...found])
    for (const one of found) if (one.failed === null) void send(one)
  }
  const again = (one: Sending): void => {
    patch(one.key, { failed: null })
    void send(one)
  }
  return { sending, take, again, drop }
}

function Removal({ photo, onClose }: { readonly photo: ThingPhoto; readonly onClose: () => void }) {
  const idFor = useCommandId()
  const [form] = Form.useForm<{ reason: string }>()
  const run = useMutation({
    mutationFn: ({ reason }: { reason: string }) =>
      call(photoRoutes.removePhoto, {
        params: { id: photo.id },
        body: { id: idFor([photo.id, reason.trim()]), reason: reason.trim() },
      }),
    onSuccess: async () => {
      await registryChanged()
      onClose()
    },
    onError: (error) => markRefused(form, error),
  })
  return (
    <Modal
      open
      title={t('units.photo-remove-of')}
      onCancel={onClose}
      footer={null}
      width={420}
      mask={{ closable: false }}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ reason: '' }}
        onFinish={(f) => run.mutate(f)}
      >
        <p className="mu md">{t('units.photo-remove-hint')}</p>
        <Form.Item
          name="reason"
          label={t('units.photo-reason')}
          rules={[filled(200, 2)]}
          htmlFor="photo-reason"
        >
          <Input.TextArea id="photo-reason" autoSize={{ minRows: 2 }} />
        </Form.Item>
        <ProblemAlert error={isMarked(run.error, ['reason']) ? null : run.error} />
        <Button type="primary" htmlType="submit" block loading={run.isPending} style={{ marginTop: 12 }}>
          {t('units.photo-remove-of')}
        </Button>
      </Form>
    </Modal>
  )
}
