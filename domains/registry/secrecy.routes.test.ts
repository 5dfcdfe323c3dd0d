import { readFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { POSTS } from '@lifang/domains/grid/schema.ts'
import { setClock } from '@lifang/platform/clock.ts'
import { newId } from '@lifang/platform/id.ts'
import { sql, Sql } from '@lifang/platform/sql.ts'
import { testServer, type TestServer } from '../../server/testing.ts'
import { KEEPER_POSTS } from './schema/lists.ts'
import { REVEAL_POSTS } from './schema/lists.ts'
import { REGISTRY_POSTS } from './schema/lists.ts'
import { freshness, freshnessSql } from './reads/fresh.ts'
import type { Found } from './schema/views.ts'
import { registryOffice, type Office } from './testing/office.ts'
import { comparisonDesk } from './testing/comparison.ts'
import { importDesk } from './testing/sheets.ts'

const clock = setClock(Date.parse('2026-11-24T02:00:00Z'))
let server: TestServer
let office: Office
const log: string[] = []
beforeAll(async () => {
  server = await testServer({
    clock,
    log: { level: 'trace', stream: { write: (line) => void log.push(line) } },
  })
  office = await registryOffice(server)
})
afterAll(() => server.end())

const SECRET = { phone: '19900005577', workplace: '机密单位名称', remark: '机密备注内容' }

describe('what is sensitive', () => {
  it('stands in no column of any table as it is, nor in an answer or a log line', async () => {
    const idNumber = office.idNumber('19550505', 21)
    const other = office.idNumber('19550505', 23)
    const at = await office.home()
    const { id } = await office.register(at, { name: '保密人', idKind: 'resident-id', idNumber, ...SECRET })
    const edit = { ...office.proof(), version: 1, changes: { idNumber: other } }
    await office.ok('POST', `/api/registry/people/${id}`, 'grid-worker', edit)
    const broken = { ...edit, id: newId(), version: 2, changes: { idNumber: `${idNumber.slice(0, 17)}` } }
    const refused = await office.send('POST', `/api/registry/people/${id}`, 'grid-worker', broken)
    const taken = await office.send('POST', '/api/registry/people', 'grid-worker', {
      ...office.proof(),
      person: { name: '第二人', idKind: 'resident-id', idNumber: other },
      home: at,
      stays: [{ kind: 'residing', household: newId(), relation: '02' }],
      from: '2020-01-01',
    })
    expect(taken.json()).toMatchObject({
      code: 'registry.id-number-taken',
      details: { person: id, mine: true },
    })
    await office.ok('POST', `/api/registry/people/${id}/reveal`, 'grid-worker', {
      id: newId(),
      field: 'idNumber',
      reason: '核对证件号码',
    })
    const pages = await Promise.all(
      ['', '/history'].map((p) => office.send('GET', `/api/registry/people/${id}${p}`, 'grid-worker')),
    )
    const lists = await Promise.all(
      ['/api/registry/people', `/api/registry/homes/${at}`].map((u) => office.send('GET', u, 'grid-worker')),
    )
    const searched = await office.send('POST', '/api/registry/search', 'grid-worker', { q: other })
    // A fault of the server's own is logged with what the database said.
    await server.admin.run(sql`alter table person add constraint person_test check (name <> '出错人')`)
    const failed = await office.send('POST', '/api/registry/people', 'grid-worker', {
      ...office.proof(),
      person: { name: '出错人', idKind: 'resident-id', idNumber, ...SECRET },
      home: at,
      stays: [{ kind: 'residing', household: newId(), relation: '02' }],
      from: '2020-01-01',
    })
    expect(failed.statusCode).toBe(500)
    expect(log.join('\n')).toContain('person_test')
    const told = [refused, taken, failed, ...pages, ...lists, searched].map((r) => r.body).join('\n')
    const secrets = [idNumber, other, ...Object.values(SECRET)]
    for (const secret of secrets) expect(told.includes(secret), secret).toBe(false)
    for (const secret of secrets) expect(log.join('\n').includes(secret), secret).toBe(false)
    for (const secret of secrets) expect(await columnsWith(secret), secret).toEqual([])
    // The look itself sees what is there: the name is no secret.
    expect(await columnsWith('保密人')).toContain('person.name')
  }, 120_000)

  it('of a sheet stands in no column, no line of the log and no file, and goes after its days', async () => {
    const desk = importDesk(server, '2026-11-24')
    const [mine, wrong] = [office.idNumber('19611111', 25), office.idNumber('19611111', 27)]
    await office.building({ road: '', door: '', estate: '保密花园', block: '1' })
    const sheet = [
      '姓名,证件号码,联系电话,现住址',
      `藏号人,${mine},19900005599,保密花园1栋101`,
      `出错人,${wrong},19900005588,没有的保密路77号1栋101`,
    ].join('\n')
    const done = await desk.imported(sheet, {}, '保密.csv')
    expect(done.counts).toMatchObject({ added: 1, wrong: 1 })
    const lines = await desk.lines(done.id, 'run')
    const secrets = [mine, wrong, '19900005599', '19900005588', '没有的保密路']
    const folder = join(server.dataDir, 'imports')
    const files = (await readdir(folder)).map((name) => readFileSync(join(folder, name)))
    expect(files).toHaveLength(1)
    for (const secret of secrets) {
      expect(await columnsWith(secret), secret).toEqual([])
      expect(log.join('\n').includes(secret), secret).toBe(false)
      expect(JSON.stringify(lines).includes(secret), secret).toBe(false)
      for (const bytes of files) expect(bytes.includes(Buffer.from(secret)), secret).toBe(false)
    }
    const audited = () =>
      server.admin.one<{ n: number }>(
        sql`select count(*)::integer as n from audit_entry where act = 'registry.import-errors' and subject_id = ${done.id}`,
      )
    const errors = `/api/registry/imports/${done.id}/errors?pass=run`
    expect((await office.send('GET', errors, 'grid-worker')).statusCode).toBe(200)
    expect((await audited()).n).toBe(1)

    await server.admin.run(
      sql`update people_import set created_at = created_at - interval '31 days' where id = ${done.id}`,
    )
    await server.jobs.find((job) => job.name === 'sweep-imports')?.work()
    expect(await readdir(folder)).toEqual([])
    const after = await office.ok<{ purged: boolean; counts: unknown }>(
      'GET',
      `/api/registry/imports/${done.id}`,
      'grid-worker',
    )
    expect([after.purged, after.counts]).toEqual([true, done.counts])
    expect(await office.refusal('GET', errors, 'grid-worker')).toBe('409 transfer.purged id')
    expect(await desk.lines(done.id, 'run')).toEqual([])
    // Every column of every table is read: slow on a busy machine.
  }, 120_000)

  it('of another register stands in no column, no line of the log and no file, sent as a file or by a system', async () => {
    const me = await office.ok<{ holdings: { areaPath: string }[] }>('GET', '/api/me', 'community-manager')
    const area = server.deps.directory.areaByPath(me.holdings[0]?.areaPath ?? '')?.code ?? ''
    const desk = comparisonDesk(server, office, area)
    const [mine, theirs] = [office.idNumber('19660606', 31), office.idNumber('19660606', 33)]
    await office.register(await office.home(), { name: '比密人', idKind: 'resident-id', idNumber: mine })
    const done = await desk.compared(
      [
        '姓名,性别,身份证号,联系电话,现住址',
        `比密人,女,${mine},19900005544,`,
        `外来密,男,${theirs},19900005545,秘密路9号`,
      ].join('\n'),
      { ageFrom: 60, ageTo: 60 },
    )
    const { id } = await desk.created({ via: 'api' })
    await office.ok('POST', `/api/registry/comparisons/${id}/lines`, 'community-manager', {
      id: newId(),
      n: 0,
      lines: [{ name: '外来密', idNumber: theirs, phone: '19900005546' }],
    })
    const tasks = await desk.tasks(`comparison=${done.id}`)
    expect(tasks.length).toBeGreaterThan(2)
    const told = await Promise.all(tasks.map((t) => desk.task(t.id)))
    const folder = join(server.dataDir, 'comparisons')
    const files = (await readdir(folder)).map((name) => readFileSync(join(folder, name)))
    expect(files).toHaveLength(1)
    for (const secret of [mine, theirs, '19900005544', '19900005545', '19900005546', '外来密', '秘密路9号']) {
      expect(await columnsWith(secret), secret).toEqual([])
      expect(log.join('\n').includes(secret), secret).toBe(false)
      expect(JSON.stringify([done, tasks, told]).includes(secret), secret).toBe(secret === '秘密路9号')
      for (const bytes of files) expect(bytes.includes(Buffer.from(secret)), secret).toBe(false)
    }
  }, 120_000)

  it('is revealed to who keeps it and the duty chief, and to nobody who only looks', async () => {
    const { id } = await office.register(await office.home(), { name: '岗位人', phone: '19900006677' })
    const body = () => ({ id: newId(), field: 'phone', reason: '电话回访核实' })
    const known = new Set(server.accounts.map((a) => a.post as string))
    for (const post of POSTS.filter((p) => known.has(p))) {
      const r = await office.send('POST', `/api/registry/people/${id}/reveal`, post, body())
      const may = (REVEAL_POSTS as readonly string[]).includes(post)
      expect([post, r.statusCode === 200 || r.statusCode === 404]).toEqual([post, may])
    }
  })
})

describe('the contact of an enterprise or a place', () => {
  it('stands in no column, answer or log line as it is: kept, changed, refused, searched and revealed', async () => {
    const phones = ['19900007431', '19900007432', '19900007433']
    const name = '司徒保密'
    const [first = '', second = '', third = ''] = phones
    const place = { ...office.mine, crs: 'CGCS2000' }
    const told: string[] = []
    for (const [list, over] of [
      ['enterprises', { name: '保密商行', kind: 'company' }],
      ['places', { name: '保密市场', kind: 'market' }],
    ] as const) {
      const url = `/api/registry/${list}`
      const made = await office.send('POST', url, 'grid-worker', {
        ...office.proof(),
        ...over,
        place,
        contact: name,
        phone: first,
      })
      const { id } = made.json<{ id: string }>()
      const edit = { ...office.proof(), version: 1, changes: { phone: second, contact: `${name}二` } }
      const changed = await office.send('POST', `${url}/${id}`, 'grid-worker', edit)
      expect([made.statusCode, changed.statusCode]).toEqual([201, 200])
      const refused = await office.send('POST', `${url}/${id}`, 'grid-worker', {
        ...edit,
        id: newId(),
        version: 9,
        changes: { phone: third },
      })
      const reveal = { id: newId(), field: 'phone', reason: '通知安全检查' }
      const shown = await office.send('POST', `${url}/${id}/reveal`, 'grid-worker', reveal)
      expect(shown.json()).toEqual({ field: 'phone', value: second })
      const pages = await Promise.all(
        [`${url}/${id}`, url, `/api/registry/things?q=${encodeURIComponent('保密')}`].map((u) =>
          office.send('GET', u, 'leader'),
        ),
      )
      told.push(...[made, changed, refused, ...pages].map((r) => r.body))
    }
    for (const secret of [...phones, name]) {
      expect(told.join('\n').includes(secret), secret).toBe(false)
      expect(log.join('\n').includes(secret), secret).toBe(false)
      expect(await columnsWith(secret), secret).toEqual([])
    }
    expect(await columnsWith('保密商行')).toContain('enterprise.name')
  })
})

/** 'table.column' wherever a text stands, bytes read as text too. */
async function columnsWith(text: string): Promise<string[]> {
  const columns = await server.admin.rows<{ t: string; c: string }>(
    sql`select c.table_name as t, c.column_name as c from information_schema.columns c
        join pg_tables p on p.tablename = c.table_name and p.schemaname = 'public' where c.table_schema = 'public'`,
  )
  const found: string[] = []
  for (const { t, c } of columns) {
    const read = new Sql(
      [
        `select count(*)::integer as n from "${t}" where case when pg_typeof("${c}")::text = 'bytea'
      then encode("${c}"::text::bytea, 'escape') else "${c}"::text end like `,
        '',
      ],
      [`%${text}%`],
    )
    const hex = Buffer.from(text).toString('hex')
    const bytes = new Sql(
      [`select count(*)::integer as n from "${t}" where "${c}"::text like `, ''],
      [`%${hex}%`],
    )
    const { n } = await server.admin.one<{ n: number }>(read)
    const { n: m } = await server.admin.one<{ n: number }>(bytes)
    if (n + m > 0) found.push(`${t}.${c}`)
  }
  return found
}

describe('ground', () => {
  it('of others is as if it did not exist, for every post and on every route', async () => {
    const community =
      (await office.ok<{ holdings: { areaPath: string }[] }>('GET', '/api/me', 'community-manager'))
        .holdings[0]?.areaPath ?? ''
    const at = await office.home()
    const { id } = await office.register(at, { name: '邻区之人' })
    const building = await office.building()
    // Put elsewhere behind everybody's back.
    const away = `${server.deps.county}/999/001/001/`
    for (const table of ['building', 'home', 'person'])
      await server.admin.run(
        new Sql(
          [`update ${table} set area_path = `, ` where id = any(`, `::uuid[])`],
          [away, [building, at, id]],
        ),
      )
    expect(community).not.toBe('')
    const proof = () => office.proof()
    const tries: readonly (readonly ['GET' | 'POST', string, object?])[] = [
      ['GET', `people/${id}`],
      ['GET', `people/${id}/history`],
      ['GET', `homes/${at}`],
      ['GET', `buildings/${building}`],
      ['POST', `people/${id}`, { ...proof(), version: 1, changes: { name: '改名' } }],
      ['POST', `people/${id}/move-out`, { ...proof(), version: 1, kinds: ['residing'], on: '2026-11-01' }],
      ['POST', `people/${id}/death`, { ...proof(), version: 1, on: '2026-11-01' }],
      ['POST', `people/${id}/reveal`, { id: newId(), field: 'phone', reason: '电话回访核实' }],
      ['POST', `homes/${at}`, { ...proof(), version: 1, changes: { kind: 'rental' } }],
      ['POST', `homes/${at}/sheet`, { ...proof(), version: 1, entries: [] }],
      ['POST', `buildings/${building}`, { ...proof(), version: 1, changes: { storeys: 3 } }],
    ]
    for (const post of ['grid-worker', 'community-manager', 'duty-chief'])
      for (const [method, url, body] of tries) {
        const r = await office.send(method, `/api/registry/${url}`, post, body)
        expect([post, url, r.statusCode, r.body.includes('邻区之人')]).toEqual([
          post,
          url,
          r.json<{ code: string }>().code === 'platform.not-allowed' ? 403 : 404,
          false,
        ])
      }
    for (const post of REGISTRY_POSTS.filter((p) => server.accounts.some((a) => a.post === p))) {
      const found = await office.send('POST', '/api/registry/search', post, { q: '邻区' })
      if (found.statusCode === 200) expect(found.json<Found>().people, post).toEqual([])
    }
  })

  it('of other people cannot be built on, and a known person comes from there only with the number in hand', async () => {
    const body = {
      ...office.proof(),
      place: { ...office.other, crs: 'CGCS2000' },
      road: '越界路',
      door: '1',
      storeys: 3,
      use: 'residential',
    }
    expect(await office.refusal('POST', '/api/registry/buildings', 'grid-worker', body)).toBe(
      '403 registry.not-your-area place',
    )
    const idNumber = office.idNumber('19881010', 31)
    const at = await office.home()
    const { id } = await office.register(at, { name: '外来者', idKind: 'resident-id', idNumber })
    await server.admin.run(
      sql`update person set area_path = ${`${server.deps.county}/999/001/001/`} where id = ${id}`,
    )
    const to = await office.home()
    const move = (paper?: string) => ({
      ...office.proof(),
      version: 1,
      home: to,
      stays: [{ kind: 'residing', household: newId(), relation: '02' }],
      from: '2026-01-01',
      ...(paper === undefined ? {} : { idNumber: paper }),
    })
    const url = `/api/registry/people/${id}/move-in`
    expect(await office.refusal('POST', url, 'grid-worker', move())).toBe('404 registry.not-found person')
    expect(await office.refusal('POST', url, 'grid-worker', move(office.idNumber('19881010', 33)))).toBe(
      '404 registry.not-found person',
    )
    expect(await office.refusal('POST', url, 'grid-worker', move(idNumber))).toBe('done')
  })

  it('is nobody’s by default: administrators and all other posts are refused at the door', async () => {
    for (const admin of ['system-admin', 'security-admin', 'audit-admin'] as const) {
      const cookie = await server.signInAdmin(admin)
      const r = await server.app.inject({ method: 'GET', url: '/api/registry/people', headers: { cookie } })
      expect([admin, r.statusCode]).toEqual([admin, 403])
    }
    expect(new Set(KEEPER_POSTS.filter((p) => !(REGISTRY_POSTS as readonly string[]).includes(p)))).toEqual(
      new Set(),
    )
  })
})

describe('freshness', () => {
  it('counted in the database is what the rule says of each home', async () => {
    const homes = await office.homes(await office.building(), [
      '101',
      '102',
      '103',
      '104',
      '105',
      '106',
      '107',
      '108',
    ])
    const days = [
      null,
      '2026-11-24',
      '2026-10-25',
      '2026-10-24',
      '2026-08-26',
      '2026-08-25',
      '2025-11-24',
      '2025-11-23',
    ]
    for (const kind of ['rental', 'vacant'])
      for (const care of [true, false]) {
        for (const [i, id] of homes.entries())
          await server.admin.run(
            sql`update home set visited_on = ${days[i] ?? null}::date, kind = ${kind}, care = ${care} where id = ${id}`,
          )
        const rows = await server.admin.rows<{
          kind: 'rental' | 'vacant'
          care: boolean
          visited_on: string | null
          state: string
        }>(
          sql`select h.kind, h.care, h.visited_on, ${freshnessSql('2026-11-24')} as state from home h where h.id = any(${homes}::uuid[])`,
        )
        for (const row of rows)
          expect([row.kind, row.care, row.visited_on, row.state]).toEqual([
            row.kind,
            row.care,
            row.visited_on,
            freshness(row, '2026-11-24').freshness,
          ])
      }
  })
  it('lists homes in walking order with counts that add up', async () => {
    const list = await office.ok<{
      items: { room: string; entrance: string }[]
      coverage: Record<string, number>
    }>('GET', '/api/registry/homes?state=unknown&limit=100', 'grid-worker')
    const { homes = 0, unknown = 0, stale = 0, due = 0, fresh = 0 } = list.coverage
    expect(unknown + stale + due + fresh).toBe(homes)
    expect(list.items).toHaveLength(Math.min(100, unknown))
  })
})
