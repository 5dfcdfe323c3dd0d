import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { setClock } from '@lifang/platform/clock.ts'
import { newId } from '@lifang/platform/id.ts'
import { sql } from '@lifang/platform/sql.ts'
import { testServer, type TestServer } from '../../server/testing.ts'
import type { Done, HomeView, PersonView } from './schema/views.ts'
import { registryOffice, type Office } from './testing/office.ts'

const clock = setClock(Date.parse('2026-11-24T02:00:00Z'))
let server: TestServer
let office: Office
beforeAll(async () => {
  server = await testServer({ clock })
  office = await registryOffice(server)
})
afterAll(() => server.end())

const person = (id: string) => office.ok<PersonView>('GET', `/api/registry/people/${id}`, 'grid-worker')
const home = (id: string) => office.ok<HomeView>('GET', `/api/registry/homes/${id}`, 'grid-worker')
const act = <T = Done>(url: string, body: object) =>
  office.ok<T>('POST', `/api/registry/${url}`, 'grid-worker', body)

/** A father, his wife and their son in one household. */
async function family() {
  const at = await office.home()
  const { id: father, household } = await office.register(at, {
    name: '周大',
    sex: 'male',
    birthDate: '1970-01-01',
  })
  const join = async (name: string, relation: string, birthDate: string, sex: string) => {
    const stays = [{ kind: 'residing', household, relation }]
    return (await office.register(at, { name, birthDate, sex }, { stays })).id
  }
  const wife = await join('吴二', '12', '1972-01-01', 'female')
  const son = await join('周三', '22', '2001-01-01', 'male')
  return { at, household, father, wife, son }
}

describe('a household', () => {
  it('gets its next head when the head dies, and asks again what does not follow', async () => {
    const { at, father, wife, son } = await family()
    const done = await act(`people/${father}/death`, { ...office.proof(), version: 1, on: '2026-11-20' })
    expect(done.warnings).toEqual(['registry.warning.head-follows'])
    const [household] = (await home(at)).households
    expect(household?.members.map((m) => [m.id, m.head, m.relation])).toEqual([
      [wife, true, '02'],
      [son, false, '22'],
    ])
    expect(await person(father)).toMatchObject({ status: 'dead', diedOn: '2026-11-20' })
    const again = { ...office.proof(), version: done.version, on: '2026-11-21' }
    expect(await office.refusal('POST', `/api/registry/people/${father}/death`, 'grid-worker', again)).toBe(
      '409 registry.person-dead person',
    )
  })

  it('ends when the last one leaves; who left is still found by whom they left', async () => {
    const at = await office.home()
    const { id, household } = await office.register(at)
    await act(`people/${id}/move-out`, {
      ...office.proof(),
      version: 1,
      kinds: ['residing'],
      on: '2026-11-01',
    })
    expect((await home(at)).households).toEqual([])
    expect(await person(id)).toMatchObject({
      status: 'moved-out',
      stays: [{ to: '2026-11-01', endedBy: 'moved-out' }],
    })
    const row = await server.admin.one(sql`select ended_on, head_id from household where id = ${household}`)
    expect(row).toEqual({ ended_on: '2026-11-01', head_id: null })
  })

  it('takes a newborn with the birth day as its first', async () => {
    const { at, household } = await family()
    const body = { ...office.proof(), name: '周小', sex: 'female', bornOn: '2026-11-10', relation: '30' }
    const { id } = await act(`households/${household}/birth`, body)
    expect(await person(id)).toMatchObject({ birthDate: '2026-11-10', age: 0, idNumber: null })
    expect((await home(at)).residents).toBe(4)
  })

  it('人户分离: registered in one home and living in another, shown as such in both', async () => {
    const [registered, living] = [await office.home(), await office.home()]
    const { id } = await office.register(
      registered,
      { name: '分离人' },
      {
        stays: [{ kind: 'registered', household: newId(), relation: '02' }],
      },
    )
    await act(`people/${id}/move-in`, {
      ...office.proof(),
      version: 1,
      home: living,
      stays: [{ kind: 'residing', household: newId(), relation: '02' }],
      from: '2025-03-01',
    })
    expect((await home(registered)).households[0]?.members[0]).toMatchObject({ id, split: true })
    expect((await home(living)).households[0]?.members[0]).toMatchObject({ id, split: true })
    const listed = await office.ok<{ items: { id: string; split: boolean }[] }>(
      'GET',
      '/api/registry/people?split=yes&limit=100',
      'grid-worker',
    )
    expect(listed.items.find((p) => p.id === id)?.split).toBe(true)
    expect((await person(id)).stays).toHaveLength(2)
  })

  it('what somebody had elsewhere of the same kind ends the day they move', async () => {
    const { at, son, wife } = await family()
    const to = await office.home()
    await act(`people/${son}/move-in`, {
      ...office.proof(),
      version: 1,
      home: to,
      stays: [{ kind: 'residing', household: newId(), relation: '02' }],
      from: '2026-06-01',
    })
    expect((await person(son)).stays.map((s) => [s.home.id, s.from, s.to])).toEqual([
      [to, '2026-06-01', null],
      [at, '2020-05-01', '2026-06-01'],
    ])
    expect((await home(at)).households[0]?.members.map((m) => m.id)).toContain(wife)
    expect((await home(at)).residents).toBe(2)
  })
})

describe('the household sheet', () => {
  it('edits the home and everybody in it in one sitting', async () => {
    const { at, household, father, wife, son } = await family()
    const child = newId()
    const done = await act(`homes/${at}/sheet`, {
      ...office.proof(),
      version: 1,
      home: { kind: 'rental', hazards: ['indoor-charging'] },
      entries: [
        { do: 'edit', person: father, version: 1, changes: { phone: '19900003333', care: true } },
        {
          do: 'edit',
          person: wife,
          version: 1,
          relations: [{ kind: 'residing', household, relation: '10' }],
        },
        { do: 'leave', person: son, version: 1, how: 'moved-out', on: '2026-11-02', kinds: ['residing'] },
        {
          do: 'add',
          id: child,
          person: { name: '周四', birthDate: '2015-01-01', sex: 'female' },
          stays: [{ kind: 'residing', household, relation: '30' }],
        },
      ],
    })
    expect(done).toMatchObject({ id: at, version: 2, warnings: [] })
    const view = await home(at)
    expect(view).toMatchObject({
      kind: 'rental',
      hazards: ['indoor-charging'],
      visitedOn: '2026-11-24',
      freshness: 'fresh',
      care: true,
      dueOn: '2026-12-25',
      residents: 3,
    })
    expect(view.households[0]?.members.map((m) => [m.id, m.relation])).toEqual([
      [father, '02'],
      [wife, '10'],
      [child, '30'],
    ])
    expect(view.changes.map((c) => c.field)).toEqual(
      expect.arrayContaining(['kind', 'hazards', 'visitedOn', 'residing-out']),
    )
    expect(view.changes.find((c) => c.field === 'residing-out')?.who).toBe('周三')
  })

  it('is kept whole or not at all, and says which line is at fault', async () => {
    const { at, father, household } = await family()
    const r = await office.send('POST', `/api/registry/homes/${at}/sheet`, 'grid-worker', {
      ...office.proof(),
      version: 1,
      entries: [
        { do: 'edit', person: father, version: 1, changes: { name: '周改' } },
        {
          do: 'add',
          id: newId(),
          person: { name: '周五', phone: '12' },
          stays: [{ kind: 'residing', household, relation: '20' }],
        },
      ],
    })
    expect(r.statusCode).toBe(422)
    expect(r.json()).toMatchObject({
      code: 'registry.phone-malformed',
      details: { field: 'phone', entry: 1 },
    })
    expect((await person(father)).name).toBe('周大')
    const twice = {
      ...office.proof(),
      version: 1,
      entries: [1, 2].map(() => ({ do: 'edit', person: father, version: 1 })),
    }
    expect(await office.refusal('POST', `/api/registry/homes/${at}/sheet`, 'grid-worker', twice)).toBe(
      '422 registry.person-twice person',
    )
  })

  it('the same sheet again gives the same answer, and another under its id is refused', async () => {
    const at = await office.home()
    const body = { ...office.proof(), version: 1, home: { kind: 'vacant' }, entries: [] }
    const first = await act(`homes/${at}/sheet`, body)
    expect(await act(`homes/${at}/sheet`, body)).toEqual(first)
    const other = { ...body, home: { kind: 'rental' } }
    expect(await office.refusal('POST', `/api/registry/homes/${at}/sheet`, 'grid-worker', other)).toBe(
      '409 platform.command-reused id',
    )
    const lines = await server.admin.rows(
      sql`select 1 from audit_entry where act = 'registry.sheet' and subject_id = ${at}`,
    )
    expect(lines).toHaveLength(1)
  })
})

describe('two at once', () => {
  const both = async (calls: readonly (() => Promise<{ statusCode: number }>)[]): Promise<number[]> =>
    (await Promise.all(calls.map((call) => call()))).map((r) => r.statusCode).toSorted()

  it('edit one home: one is kept, the other is told', async () => {
    for (let round = 0; round < 5; round++) {
      const at = await office.home()
      const edit = (kind: string) => () =>
        office.send('POST', `/api/registry/homes/${at}`, 'grid-worker', {
          ...office.proof(),
          version: 1,
          changes: { kind },
        })
      expect(await both([edit('rental'), edit('vacant')])).toEqual([200, 409])
      expect((await home(at)).changes.filter((c) => c.field === 'kind')).toHaveLength(1)
    }
  })

  it('register one number: one person stands, and nothing of the other is left', async () => {
    for (let round = 0; round < 5; round++) {
      const idNumber = office.idNumber('19660606', 100 + round)
      const homes = [await office.home(), await office.home()]
      const register = (at: string) => () =>
        office.send('POST', '/api/registry/people', 'grid-worker', {
          ...office.proof(),
          person: { name: `重号${round}`, idKind: 'resident-id', idNumber },
          home: at,
          stays: [{ kind: 'residing', household: newId(), relation: '02' }],
          from: '2020-01-01',
        })
      expect(await both(homes.map(register))).toEqual([201, 409])
      const people = await server.admin.rows(sql`select 1 from person where name = ${`重号${round}`}`)
      const founded = await server.admin.rows(
        sql`select 1 from household where home_id = any(${homes}::uuid[])`,
      )
      expect([people.length, founded.length]).toEqual([1, 1])
    }
  })

  it('send one command twice: one answer', async () => {
    const at = await office.home()
    const body = {
      ...office.proof(),
      person: { name: '双击人' },
      home: at,
      stays: [{ kind: 'residing', household: newId(), relation: '02' }],
      from: '2020-01-01',
    }
    const send = () => office.send('POST', '/api/registry/people', 'grid-worker', body)
    const answers = await Promise.all([send(), send()])
    expect(answers.map((r) => r.statusCode).toSorted()).toEqual([200, 201])
    expect(answers[0]?.json()).toEqual(answers[1]?.json())
  })
})
