import { afterAll, beforeAll, expect, it } from 'vitest'
import { POSTS } from '@lifang/domains/grid/schema.ts'
import { setClock } from '@lifang/platform/clock.ts'
import { sql } from '@lifang/platform/sql.ts'
import { testServer, type TestServer } from '../../server/testing.ts'
import { incidentScope } from './access.ts'
import { NOW } from './examples.ts'
import { outlineScope, stageUses } from './reads/outline.ts'
import { scopeCondition } from './reads/scope.ts'
import { incidentDesk, type Desk } from './testing/desk.ts'

const clock = setClock(NOW)
let server: TestServer
let desk: Desk
beforeAll(async () => {
  server = await testServer({ clock })
  desk = await incidentDesk(server)
  for (const reach of ['reported', 'verifying', 'handling', 'checking', 'closed'] as const)
    await desk.reach(reach)
  await desk.reach('handling', { place: desk.placeIn(1) })
})
afterAll(() => server.end())

it('the outline’s scope is the lists’ scope, for every post', async () => {
  let some = 0
  for (const post of POSTS.filter((p) => server.accounts.some((a) => a.post === p))) {
    const account = server.accounts.find((a) => a.post === post)
    const { id } = await server.admin.one<{ id: string }>(
      sql`select id from account where username = ${account?.username ?? ''}`,
    )
    const holdings = await server.deps.directory.holdingsOf(id, clock.now())
    const actor = { kind: 'person' as const, accountId: id, county: server.deps.county, name: '', holdings }
    const numbers = async (
      condition: ReturnType<typeof outlineScope>,
      from: 'incident' | 'incident_outline',
    ) =>
      (
        await server.admin.rows<{ number: string }>(
          from === 'incident'
            ? sql`select i.number from incident i where ${condition} order by 1`
            : sql`select i.number from incident_outline i where ${condition} order by 1`,
        )
      ).map((r) => r.number)
    const listed = await numbers(scopeCondition(incidentScope(actor)), 'incident')
    expect(await numbers(outlineScope(actor), 'incident_outline'), post).toEqual(listed)
    some += listed.length
  }
  expect(some).toBeGreaterThan(20)
})

it('what a stage took is counted by its own calendar, without the clock of a supervision order', async () => {
  const { id } = await server.admin.one<{ id: string }>(
    sql`select id from account where username = ${server.accounts.find((a) => a.post === 'leader')?.username ?? ''}`,
  )
  const holdings = await server.deps.directory.holdingsOf(id, clock.now())
  const actor = { kind: 'person' as const, accountId: id, county: server.deps.county, name: '', holdings }
  const { cases, uses } = await stageUses(server.deps, actor, new Date(0), clock.now())
  expect(cases).toBe(1)
  expect(uses.map((u) => u.stage)).toEqual(
    expect.arrayContaining(['accept', 'file', 'dispatch', 'handle', 'total']),
  )
  for (const use of uses) expect(use.usedMs).toBeLessThanOrEqual(use.limitMs ?? Number.POSITIVE_INFINITY)
})
