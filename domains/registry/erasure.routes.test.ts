import { afterAll, beforeAll, expect, it } from 'vitest'
import { setClock } from '@lifang/platform/clock.ts'
import { newId } from '@lifang/platform/id.ts'
import { sql, Sql } from '@lifang/platform/sql.ts'
import { testServer, type TestServer } from '../../server/testing.ts'
import { ERASED_NAME } from './repo/erasure.ts'
import type { Found } from './schema/views.ts'
import { registryOffice, type Office } from './testing/office.ts'

const clock = setClock(Date.parse('2026-11-24T02:00:00Z'))
let server: TestServer
let office: Office
let system: string
beforeAll(async () => {
  server = await testServer({ clock })
  office = await registryOffice(server)
  system = await server.signInAdmin('system-admin')
})
afterAll(() => server.end())

/** 'table.column' wherever a text stands in any table, bytes read as text and as hexadecimal too. */
async function columnsWith(text: string, bytes = Buffer.from(text).toString('hex')): Promise<string[]> {
  const columns = await server.admin.rows<{ t: string; c: string }>(
    sql`select c.table_name as t, c.column_name as c from information_schema.columns c
        join pg_tables p on p.tablename = c.table_name and p.schemaname = 'public' where c.table_schema = 'public'`,
  )
  const found: string[] = []
  for (const { t, c } of columns) {
    const read = [
      `select count(*)::integer as n from "${t}" where "${c}"::text like `,
      ` or "${c}"::text like `,
      '',
    ]
    const { n } = await server.admin.one<{ n: number }>(new Sql(read, [`%${text}%`, `%${bytes}%`]))
    if (n > 0) found.push(`${t}.${c}`)
  }
  return found
}

/** Every sealed value and blind index that belongs to these people, as hexadecimal. */
async function sealedOf(people: readonly string[]): Promise<string[]> {
  const rows = await server.admin.rows<{ hex: string | null }>(sql`
    select encode(unnest(array[id_number, id_index, phone, phone_index, sealed]), 'hex') as hex from person where id = any(${[...people]}::uuid[])
    union select encode(unnest(array[old_sealed, new_sealed]), 'hex') from registry_change where subject_id = any(${[...people]}::uuid[])
    union select encode(seen, 'hex') from registry_reveal where person_id = any(${[...people]}::uuid[])
    union select encode(sealed, 'hex') from registry_copy where person_id = any(${[...people]}::uuid[])
    union select encode(sealed, 'hex') from custom_value where id = any(${[...people]}::uuid[])
    union select encode(seen, 'hex') from custom_reveal where subject_id = any(${[...people]}::uuid[])
    union select encode(sealed, 'hex') from registry_request where person_id = any(${[...people]}::uuid[])
    union select encode(unnest(array[sealed, kind_index, why]), 'hex') from person_label where person_id = any(${[...people]}::uuid[])`)
  return rows.flatMap((r) => (r.hex === null || r.hex === '' ? [] : [r.hex]))
}

/** Fields of a kind, published by the system administrator. */
async function define(kind: string, content: object): Promise<void> {
  const headers = { cookie: system }
  const url = '/api/registry/custom/definitions'
  const id = newId()
  for (const [to, payload] of [
    [url, { id, kind, content }],
    [`${url}/${id}/publish`, { id: newId(), version: 1 }],
  ] as const) {
    const r = await server.app.inject({ method: 'POST', url: to, headers, payload })
    expect(r.statusCode, r.body).toBeLessThan(300)
  }
}

it('takes a person out of every column of every table, merges and their images included, and search finds nobody', async () => {
  const [number, old, twin] = [
    office.idNumber('19630708', 61),
    office.idNumber('19630708', 63),
    office.idNumber('19630708', 65),
  ]
  const texts = [
    '欧阳将去',
    '欧阳将曲',
    '司马留影',
    '19900004461',
    '19900004463',
    '特定单位甲',
    '特定备注乙',
    '特定依据丙',
    '特定事由丁',
    '特定饮食戊',
    '特定病名己',
    '特定走访庚',
    '特定对方辛',
    '特定任务壬',
    'GONESURNAME',
    'gonegiven',
    '2031-03-17',
  ]
  const at = await office.home()
  const facts = { idKind: 'resident-id', idNumber: old, phone: '19900004461', workplace: '特定单位甲' }
  const { id } = await office.register(at, { name: '欧阳将去', ...facts })
  const path = (what: string, of = id) => `/api/registry/people/${of}${what}`
  const version = async (of: string): Promise<number> =>
    (await server.admin.one<{ version: number }>(sql`select version from person where id = ${of}`)).version
  const post = (url: string, as: string, body: object) =>
    office.ok<{ id: string }>('POST', url, as, { id: newId(), ...body })
  const proof = { source: 'visit', verifiedOn: '2026-11-24' }
  await post(path(''), 'grid-worker', {
    ...proof,
    version: 1,
    changes: { idNumber: number, remark: '特定备注乙' },
  })
  await post(path('/reveal'), 'grid-worker', { field: 'idNumber', reason: '核对证件号码' })
  const label = newId()
  await office.ok('POST', path('/labels'), 'community-manager', {
    id: label,
    kind: 'minimum-income',
    basis: '特定依据丙',
    from: '2026-11-24',
    until: '2027-11-23',
  })
  // A field and a kind of record of the deployment's own, one of them sensitive and shown once.
  await define('person', {
    fields: [
      { key: 'diet', label: '饮食', type: 'text' },
      { key: 'illness', label: '慢性病', type: 'text', sensitive: true },
    ],
  })
  await define('ownvisit', {
    name: '走访记录',
    title: 'what',
    attach: 'person',
    fields: [{ key: 'what', label: '事由', type: 'text', required: true }],
  })
  const own = `/api/registry/custom/values/person/${id}`
  await post(own, 'grid-worker', {
    ...proof,
    version: 0,
    values: { diet: '特定饮食戊', illness: '特定病名己' },
  })
  await post(`${own}/reveal`, 'grid-worker', { key: 'illness', reason: '上门前核对' })
  await post('/api/registry/custom/records', 'grid-worker', {
    ...proof,
    kind: 'ownvisit',
    subject: id,
    values: { what: '特定走访庚' },
  })
  // A comparison that knew them, and its task.
  const [comparison, record, task] = [newId(), newId(), newId()]
  const { county } = server.deps
  await server.admin
    .run(sql`insert into comparison (county, id, by_id, by_name, register, register_name, basis, purpose, area_id, area_path, fields,
      stay, via, state, created_at)
    select county, ${comparison}, ${newId()}, '', 'police', '', '', '', id, path, '{phone}', 'residing', 'api', 'done', now() from area
    where level_key = 'community' limit 1`)
  await server.admin
    .run(sql`insert into comparison_record (county, id, comparison_id, line, key, person_id, matched, area_path, verdict, their_state,
      fields, theirs)
    values (${county}, ${record}, ${comparison}, 2, ${Buffer.from('特定对方辛')}, ${id}, 'number', '', 'differs', 'present', '{"phone": "differs"}',
      ${Buffer.from('特定对方辛')})`)
  await server.admin
    .run(sql`insert into comparison_task (county, id, comparison_id, record_id, field, verdict, area_path, state, due_on, reason)
    values (${county}, ${task}, ${comparison}, ${record}, 'phone', 'differs', '', 'open', '2026-12-01', '特定任务壬')`)
  const asked = { asker: 'self', checked: '查验居民身份证原件' }
  const copy = JSON.stringify(
    await post(path('/copy'), 'community-manager', { ...asked, reason: '特定事由丁' }),
  )
  // The person's own copy has them whole.
  for (const text of ['特定饮食戊', '特定病名己', '特定走访庚']) expect(copy).toContain(text)
  // A row of the same person that was merged into theirs, and a merge with somebody else that was taken back.
  const twinAt = await office.home()
  const { id: second } = await office.register(twinAt, {
    name: '欧阳将曲',
    idKind: 'resident-id',
    idNumber: twin,
    phone: '19900004463',
    nationality: 'ITA',
    foreignSurname: 'GONESURNAME',
    foreignGiven: 'GONEGIVEN',
    idUntil: '2031-03-17',
    stayPurpose: 'study',
  })
  const { id: stranger } = await office.register(await office.home(), {
    name: '司马留影',
    phone: '19900004465',
  })
  const merge = async (survivor: string, other: string) =>
    (await office.ok<{ id: string }>('POST', path('/merge', survivor), 'community-manager', {
      id: newId(),
      version: await version(survivor),
      other,
      otherVersion: await version(other),
      keep: { idNumber: 'mine' },
      reason: '欧阳将去登记了两次',
    }),
    await server.admin.one<{ id: string }>(
      sql`select id from person_merge order by at desc, id desc limit 1`,
    )).id
  await merge(id, second)
  clock.advance(1_000)
  const wrong = await merge(stranger, id)
  await post(`/api/registry/merges/${wrong}/undo`, 'community-manager', { reason: '欧阳将去另有其人' })
  await server.admin.run(sql`update duplicate_pair set state = 'not-same' where state in ('open', 'undone')`)
  await post(`/api/registry/labels/${label}/end`, 'community-manager', {
    version: (
      await server.admin.one<{ version: number }>(sql`select version from person_label where id = ${label}`)
    ).version,
    why: '特定事由丁',
  })
  const kinds = { kinds: ['residing'], on: '2026-11-20' }
  await post(path('/move-out'), 'grid-worker', { ...proof, version: await version(id), ...kinds })
  const request = newId()
  const what = { kind: 'erasure', ...asked, what: '欧阳将去已迁出，特定事由丁', wrongly: true }
  await office.ok('POST', path('/requests'), 'grid-worker', { id: request, ...what })

  const sealed = await sealedOf([id, second])
  expect(sealed.length).toBeGreaterThan(10)
  const before = await columnsWith('欧阳将去')
  for (const column of [
    'person.name',
    'registry_change.new_value',
    'person_merge.reason',
    'person_merge_row.before',
  ])
    expect(before).toContain(column)
  const find = (q: string) => office.ok<Found>('POST', '/api/registry/search', 'duty-chief', { q })
  expect((await find('将去')).people.map((p) => p.id)).toEqual([id])

  await post(`/api/registry/requests/${request}/decide`, 'duty-chief', {
    version: 1,
    grant: true,
    why: '误采，予以删除',
  })

  // Audit lines are never altered; what stands in one was said when it was written, and no value of a person ever is.
  const unaltered = ['audit_entry.details', 'audit_entry.ground']
  for (const text of [number, old, twin, ...texts.filter((t) => t !== '司马留影')])
    expect(
      (await columnsWith(text)).filter((c) => !unaltered.includes(c)),
      text,
    ).toEqual([])
  for (const text of [
    number,
    old,
    twin,
    '19900004461',
    '19900004463',
    '特定单位甲',
    '特定备注乙',
    '特定依据丙',
  ])
    expect(await columnsWith(text), text).toEqual([])
  for (const hex of sealed) expect(await columnsWith(hex, hex), hex).toEqual([])
  for (const q of ['将去', '欧阳将', 'oyjq', '4461', number, '19900004461', ERASED_NAME])
    expect((await find(q)).people, q).toEqual([])
  expect(await office.refusal('GET', path(''), 'duty-chief')).toBe('404 registry.not-found id')
  expect(await office.refusal('GET', path('', second), 'duty-chief')).toBe('404 registry.not-found id')
  // The other of the merge that was taken back stays whole, and cannot be undone into the erased row again.
  const other = await office.ok<{ name: string; phone: string }>(
    'GET',
    path('', stranger),
    'community-manager',
  )
  expect(other).toMatchObject({ name: '司马留影', phone: '199****4465' })
  expect(
    await server.admin.rows(
      sql`select status, name, area_path from person where id = any(${[id, second]}::uuid[]) order by status`,
    ),
  ).toEqual([
    { status: 'erased', name: ERASED_NAME, area_path: '' },
    { status: 'merged', name: ERASED_NAME, area_path: '' },
  ])
  expect(await server.admin.one(sql`select state from comparison_task where id = ${task}`)).toEqual({
    state: 'lapsed',
  })
  // The lines that something was done stay, with who and when.
  const { n } = await server.admin.one<{ n: number }>(
    sql`select count(*)::integer as n from registry_change where subject_id = ${id} and by_name <> ''`,
  )
  expect(n).toBeGreaterThan(5)
  expect(
    await server.admin.one(sql`select person_id, field, octet_length(seen) as length from registry_reveal`),
  ).toEqual({
    person_id: id,
    field: 'idNumber',
    length: 0,
  })
})

it('lets the app alter values of the history and nothing else of it', async () => {
  const rows = await server.admin.rows<{ t: string; c: string }>(sql`select table_name as t, column_name as c
    from information_schema.column_privileges where grantee = 'lifang_app' and privilege_type = 'UPDATE'
      and table_name in ('custom_reveal', 'registry_change', 'registry_reveal', 'registry_copy', 'person_merge_row') order by 1, 2`)
  expect(rows.map((r) => `${r.t}.${r.c}`)).toEqual([
    'custom_reveal.seen',
    'person_merge_row.after',
    'person_merge_row.before',
    'registry_change.new_sealed',
    'registry_change.new_value',
    'registry_change.note',
    'registry_change.old_sealed',
    'registry_change.old_value',
    'registry_copy.sealed',
    'registry_reveal.seen',
  ])
})
