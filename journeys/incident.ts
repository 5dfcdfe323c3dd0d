import { sql } from '@lifang/platform/sql.ts'
import { newId } from '@lifang/platform/id.ts'
import type { Reported } from '@lifang/domains/incidents/schema/views.ts'
import type { DemoAccount } from '../db/load/demo.ts'
import type { TestServer } from '../server/testing.ts'
import { aPlace, type APlace } from './place.ts'

type State = 'reported' | 'accepted' | 'filed' | 'dispatched' | 'handling' | 'checking'

/**
 * Brings a new incident of the first demo handler's unit to a state over HTTP, so that a story can begin there; 'checking' is in
 * the hands of the first demo checker. `extensible`: of a class whose first condition allows an extension.
 */
export async function incidentAt(
  server: TestServer,
  state: State,
  place?: APlace,
  extensible = false,
): Promise<string> {
  const send = async (post: string, url: string, payload: object): Promise<Reported> => {
    const answer = await server.app.inject({
      method: 'POST',
      url,
      headers: { cookie: await server.signIn(post) },
      payload,
    })
    if (answer.statusCode >= 300) throw new Error(`${url}: ${answer.body}`)
    return answer.json<Reported>()
  }
  const handler = server.accounts.find((a) => a.post === 'handler')
  const unit = server.deps.directory.departments().find((d) => d.name === handler?.area)
  const matter = server.deps.list
    .entries()
    .find(
      (e) =>
        !e.confidential &&
        e.departmentId === unit?.id &&
        (!extensible || e.conditions[0]?.extension !== null),
    )
  if (unit === undefined || matter === undefined) throw new Error('the demo handler has no class')
  const { lon, lat } = place ?? (await aPlace(server))
  const { number } = await send('intake-officer', '/api/incidents', {
    id: newId(),
    source: 'hotline',
    occurredAt: new Date(server.deps.clock.now() - 60_000).toISOString(),
    place: { lon, lat, crs: 'CGCS2000' },
    address: '学府路 74 号门前',
    description: '路边堆放垃圾，气味很大',
    catalogue: matter.key,
    reporter: { name: '王秀英', phone: '19900001234' },
  })
  const steps: readonly (readonly [State, string, string, object])[] = [
    ['accepted', 'intake-officer', 'accept', {}],
    ['filed', 'intake-officer', 'file', { catalogue: matter.key, condition: matter.conditions[0]?.seq ?? 1 }],
    ['dispatched', 'dispatcher', 'dispatch', { department: unit.id }],
    ['handling', 'handler', 'take', {}],
    ['checking', 'handler', 'feedback', { opinion: '已清运', withoutEvidenceReason: '现场不便拍照' }],
    ['checking', 'dispatcher', 'send-check', { assignee: await checker(server) }],
  ]
  if (state === 'reported') return number
  for (const [name, post, act, body] of steps) {
    await send(post, `/api/incidents/${number}/acts/${act}`, { id: newId(), ...body })
    if (name === state && name !== 'checking') break
  }
  return number
}

async function checker(server: TestServer): Promise<string> {
  const me = await server.app.inject({
    url: '/api/me',
    headers: { cookie: await server.signIn('checker') },
  })
  return me.json<{ id: string }>().id
}

/** The demo account the newest task of a kind was given to. */
export async function assignee(server: TestServer, number: string, kind: string): Promise<DemoAccount> {
  const { username } = await server.admin.one<{ username: string }>(
    sql`select a.username from incident_task t join incident i on i.county = t.county and i.id = t.incident_id
        join account a on a.id = t.assignee_id where i.number = ${number} and t.kind = ${kind} order by t.opened_at desc limit 1`,
  )
  const found = server.accounts.find((a) => a.username === username)
  if (found === undefined) throw new Error(`${username} has no demo account`)
  return found
}
