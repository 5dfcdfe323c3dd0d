/** One press of the call form: the report, and what follows it at once. Both commands keep their ids until they are known to be done. */
import { useMutation } from '@tanstack/react-query'
import type { FormInstance } from 'antd'
import { useRef, useState } from 'react'
import { incidentRoutes } from '@lifang/domains/incidents/schema.ts'
import type { Reported } from '@lifang/domains/incidents/schema/views.ts'
import { newId } from '@lifang/platform/id.ts'
import { call, isRefusal, Refusal } from '../../kit/call.ts'
import type { Picked } from '../../kit/photos.tsx'
import { shortNumber, toLocalInput } from '../../kit/time.ts'
import { t } from '../../kit/words.ts'
import { listKey, queryClient } from '../app/queries.ts'
import { sendAct } from '../incident/acts/send.ts'
import { markField, photosFault, reportBody, type ReportFields } from '../report/fields.ts'

/** What is done with the report once it is in: accepted, looked at first, added to a case that is open, or nothing yet. */
export type Follow =
  | { readonly act: 'accept' }
  | { readonly act: 'send-verify' }
  | { readonly act: 'merge'; readonly into: string }
  | { readonly act: null }

export interface Sent {
  readonly made: Reported
  readonly follow: Follow
  /** The report is in, what should follow was refused: it waits in the queue. */
  readonly refused: Refusal | null
}

interface Attempt {
  readonly report: string
  readonly at: string
  readonly follow: Map<string, string>
}
const attempt = (): Attempt => ({ report: newId(), at: toLocalInput(Date.now()), follow: new Map() })

export interface CallSender {
  readonly press: (follow: Follow) => void
  readonly pending: Follow | null
  readonly error: unknown
  readonly last: Sent | null
  readonly photos: readonly Picked[]
  readonly setPhotos: (change: (list: readonly Picked[]) => readonly Picked[]) => void
  /** What is wrong with the photos; null when nothing is. */
  readonly waits: string | null
  /** Names of fields that lack something, after a press. */
  readonly lacking: readonly string[]
}

export function useCallSender(form: FormInstance<ReportFields>): CallSender {
  const tried = useRef<Attempt | null>(null)
  const [photos, setPhotos] = useState<readonly Picked[]>([])
  const [waits, setWaits] = useState<string | null>(null)
  const [lacking, setLacking] = useState<readonly string[]>([])
  const [last, setLast] = useState<Sent | null>(null)

  const run = useMutation({
    mutationFn: async ({ fields, follow }: { fields: ReportFields; follow: Follow }): Promise<Sent> => {
      const ids = (tried.current ??= attempt())
      // Left empty it is the moment of the first attempt: a retry must say the same.
      const occurredAt = fields.occurredAt || ids.at
      const body = reportBody(ids.report, { ...fields, occurredAt }, photos)
      const made = await call(incidentRoutes.report, { body })
      if (follow.act === null) return { made, follow, refused: null }
      const into = follow.act === 'merge' ? { into: follow.into } : {}
      const key = `${follow.act} ${into.into ?? ''}`
      const id = ids.follow.get(key) ?? newId()
      ids.follow.set(key, id)
      try {
        await sendAct(made.number, follow.act, { id, ...into })
        return { made, follow, refused: null }
      } catch (error) {
        if (error instanceof Refusal && !error.unsure) return { made, follow, refused: error }
        throw error
      }
    },
    onSuccess: (sent) => {
      tried.current = null
      for (const { preview } of photos) URL.revokeObjectURL(preview)
      setPhotos([])
      form.resetFields()
      setLast(sent)
      return queryClient.invalidateQueries({ queryKey: listKey })
    },
    onError: (error) => {
      // The first content was carried out under this id; what is typed now is another report.
      if (isRefusal(error, 'platform.command-reused')) tried.current = null
      if (error instanceof Refusal && error.field !== null) markField(form, error.field, error.title)
    },
  })

  const press = (follow: Follow): void => {
    if (run.isPending) return
    const fault = photosFault(photos)
    setWaits(fault)
    if (fault !== null) return
    const said = (form.getFieldValue('description') as string | undefined) ?? ''
    if (follow.act === 'merge' && said.trim() === '')
      form.setFieldValue('description', t('intake.same', { number: shortNumber(follow.into) }))
    form.validateFields().then(
      (fields) => {
        setLacking([])
        run.mutate({ fields, follow })
      },
      (failed: { errorFields?: { name: (string | number)[] }[] }) => {
        setLacking((failed.errorFields ?? []).map((f) => String(f.name[0])))
      },
    )
  }
  return {
    press,
    pending: run.isPending ? run.variables.follow : null,
    error: run.error,
    last,
    photos,
    setPhotos,
    waits,
    lacking,
  }
}
