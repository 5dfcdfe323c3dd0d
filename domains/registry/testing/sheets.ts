import { newId } from '@lifang/platform/id.ts'
import type { TestServer } from '../../../server/testing.ts'
import type { ImportView, SaidLine } from '../schema/transfer.ts'

/** A file as a form sends it. */
export function formOf(
  bytes: Buffer | string,
  fileName = 'people.csv',
): { headers: Record<string, string>; payload: Buffer } {
  const boundary = 'lifangtest'
  return {
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    payload: Buffer.concat([
      Buffer.from(
        `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${fileName}"\r\n\r\n`,
      ),
      Buffer.from(bytes),
      Buffer.from(`\r\n--${boundary}--\r\n`),
    ]),
  }
}

type Answer = Awaited<ReturnType<TestServer['app']['inject']>>

/** What tests of imports do again and again. */
export interface ImportDesk {
  send(bytes: Buffer | string, options?: { fileName?: string; post?: string; id?: string }): Promise<Answer>
  uploaded(bytes: Buffer | string, fileName?: string): Promise<ImportView>
  act(id: string, act: 'plan' | 'check' | 'run' | 'cancel' | 'undo', body?: object): Promise<ImportView>
  /** Confirms the guess. */
  planned(view: ImportView, over?: object): Promise<ImportView>
  show(id: string): Promise<ImportView>
  /** Upload, guess, and the import to its end. */
  imported(bytes: Buffer | string, over?: object, fileName?: string): Promise<ImportView>
  lines(id: string, pass: 'check' | 'run' | 'undo', verdict?: string): Promise<SaidLine[]>
}

export function importDesk(server: TestServer, today: string, post = 'grid-worker'): ImportDesk {
  const call = async (method: 'GET' | 'POST', path: string, payload?: object): Promise<ImportView> => {
    const r = await server.app.inject({
      method,
      url: `/api/registry/imports/${path}`,
      headers: { cookie: await server.signIn(post) },
      ...(payload === undefined ? {} : { payload }),
    })
    if (r.statusCode >= 300) throw new Error(`${path}: ${r.body}`)
    return r.json<ImportView>()
  }
  const desk: ImportDesk = {
    send: async (bytes, { fileName, post: who = post, id = newId() } = {}) => {
      const form = formOf(bytes, fileName)
      return server.app.inject({
        method: 'POST',
        url: `/api/registry/imports?id=${id}`,
        headers: { ...form.headers, cookie: await server.signIn(who) },
        payload: form.payload,
      })
    },
    uploaded: async (bytes, fileName) => {
      const r = await desk.send(bytes, fileName === undefined ? {} : { fileName })
      if (r.statusCode !== 201) throw new Error(r.body)
      return r.json<ImportView>()
    },
    act: (id, act, body = {}) => call('POST', `${id}/${act}`, { id: newId(), ...body }),
    planned: (view, over = {}) =>
      desk.act(view.id, 'plan', {
        columns: view.guess,
        known: 'skip',
        source: 'comparison',
        verifiedOn: today,
        ...over,
      }),
    show: (id) => call('GET', id),
    imported: async (bytes, over = {}, fileName) => {
      const { id } = await desk.planned(await desk.uploaded(bytes, fileName), over)
      await desk.act(id, 'run')
      await server.runImports()
      return desk.show(id)
    },
    lines: async (id, pass, verdict) => {
      const r = await server.app.inject({
        method: 'GET',
        url: `/api/registry/imports/${id}/lines?pass=${pass}${verdict === undefined ? '' : `&verdict=${verdict}`}`,
        headers: { cookie: await server.signIn(post) },
      })
      return r.json<{ items: SaidLine[] }>().items
    },
  }
  return desk
}
