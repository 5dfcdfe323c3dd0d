import { newId } from '@lifang/platform/id.ts'
import type { TestServer } from '../../../server/testing.ts'
import type { ComparisonView, TaskItem, TaskView } from '../schema/comparison.ts'
import { formOf } from './sheets.ts'
import type { Office } from './office.ts'

/** What tests of comparisons do again and again, as a community's manager. */
export interface ComparisonDesk {
  body(over?: object): Record<string, unknown>
  created(over?: object): Promise<ComparisonView>
  send(
    id: string,
    bytes: Buffer | string,
    post?: string,
  ): Promise<Awaited<ReturnType<TestServer['app']['inject']>>>
  /** Created, the list sent, columns as guessed, and to its end. */
  compared(csv: string, over?: object): Promise<ComparisonView>
  show(id: string, post?: string): Promise<ComparisonView>
  tasks(query: string, post?: string): Promise<TaskItem[]>
  task(id: string, post?: string): Promise<TaskView>
  act(id: string, body: object, post?: string): Promise<TaskView>
}

/** @param area code of the community */
export function comparisonDesk(server: TestServer, office: Office, area: string): ComparisonDesk {
  const at = '/api/registry/comparisons'
  const desk: ComparisonDesk = {
    body: (over = {}) => ({
      id: newId(),
      register: 'police',
      basis: '人口信息共享办法第八条',
      purpose: '核对实有人口底数',
      area,
      fields: ['name', 'sex', 'phone', 'address'],
      stay: 'residing',
      ...over,
    }),
    created: (over) => office.ok('POST', at, 'community-manager', desk.body(over)),
    send: async (id, bytes, post = 'community-manager') => {
      const form = formOf(bytes, 'police.csv')
      return server.app.inject({
        method: 'POST',
        url: `${at}/${id}/file`,
        headers: { ...form.headers, cookie: await server.signIn(post) },
        payload: form.payload,
      })
    },
    compared: async (csv, over) => {
      const { id } = await desk.created(over)
      const sent = await desk.send(id, csv)
      if (sent.statusCode !== 200) throw new Error(sent.body)
      const { guess } = sent.json<ComparisonView>()
      await office.ok('POST', `${at}/${id}/run`, 'community-manager', { id: newId(), columns: guess })
      await server.runComparisons()
      return desk.show(id)
    },
    show: (id, post = 'community-manager') => office.ok('GET', `${at}/${id}`, post),
    tasks: async (query, post = 'community-manager') =>
      (
        await office.ok<{ items: TaskItem[] }>(
          'GET',
          `/api/registry/comparison-tasks?limit=100&${query}`,
          post,
        )
      ).items,
    task: (id, post = 'community-manager') => office.ok('GET', `/api/registry/comparison-tasks/${id}`, post),
    act: async (id, body, post = 'community-manager') => {
      const { version, person } = await desk.task(id, post)
      return office.ok('POST', `/api/registry/comparison-tasks/${id}`, post, {
        id: newId(),
        version,
        ...(person === null ? {} : { personVersion: person.version }),
        ...body,
      })
    },
  }
  return desk
}
