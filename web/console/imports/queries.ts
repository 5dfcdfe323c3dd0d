import { transferRoutes, type ImportView } from '@lifang/domains/registry/schema/transfer.ts'
import type { ImportPass, ImportState, LineVerdict } from '@lifang/domains/registry/schema/transfer-lists.ts'
import { call, Refusal } from '../../kit/call.ts'
import { t } from '../../kit/words.ts'
import { queryClient } from '../app/queries.ts'

interface Signal {
  readonly signal: AbortSignal
}
const key = 'imports'

export const isMoving = (state: ImportState): boolean =>
  state === 'checking' || state === 'running' || state === 'undoing'

export const importsQuery = {
  queryKey: [key],
  queryFn: ({ signal }: Signal) => call(transferRoutes.imports, { signal }),
}
export const importQuery = (id: string) => ({
  queryKey: [key, id],
  queryFn: ({ signal }: Signal) => call(transferRoutes.import, { params: { id }, signal }),
  // While it works the page follows it.
  refetchInterval: (query: { state: { data?: ImportView | undefined } }) =>
    query.state.data !== undefined && isMoving(query.state.data.state) ? 1_000 : false,
})
export const linesQuery = (id: string, pass: ImportPass, verdict: LineVerdict | undefined, at: string) => ({
  queryKey: [key, id, 'lines', pass, verdict, at],
  queryFn: ({ signal }: Signal) =>
    call(transferRoutes.importLines, {
      params: { id },
      query: { pass, ...(verdict === undefined ? {} : { verdict }) },
      signal,
    }),
})
export const importsChanged = (): Promise<void> => queryClient.invalidateQueries({ queryKey: [key] })

/** Sends a sheet and tells how much of it is gone, in percent. @throws Refusal */
export const sendSheet = (id: string, file: File, onPart: (percent: number) => void): Promise<ImportView> =>
  sendFile<ImportView>(`${transferRoutes.uploadImport.path}?id=${id}`, file, onPart)

/** The same to any address that takes a sheet. @throws Refusal */
export function sendFile<View>(url: string, file: File, onPart: (percent: number) => void): Promise<View> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', url)
    request.responseType = 'json'
    request.upload.onprogress = (e) => {
      if (e.lengthComputable) onPart(Math.floor((100 * e.loaded) / e.total))
    }
    request.onerror = () => reject(new Refusal('platform.unreachable', 0, {}, t('platform.unreachable')))
    request.onload = () => {
      const body = request.response as
        (View & { code?: string; title?: string; details?: Record<string, unknown> }) | null
      if (request.status < 300 && body !== null) resolve(body)
      else
        reject(
          new Refusal(
            body?.code ?? 'platform.bad-answer',
            request.status,
            body?.details ?? {},
            body?.title ?? t('platform.bad-answer', { status: request.status }),
          ),
        )
    }
    const form = new FormData()
    form.append('file', file)
    request.send(form)
  })
}
