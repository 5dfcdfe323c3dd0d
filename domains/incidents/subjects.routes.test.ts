import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { setClock } from '@lifang/platform/clock.ts'
import { newId } from '@lifang/platform/id.ts'
import { sql } from '@lifang/platform/sql.ts'
import { registryOffice, type Office } from '@lifang/domains/registry/testing/office.ts'
import { testServer, type TestServer } from '../../server/testing.ts'
import { NOW } from './examples.ts'
import type { Subjects } from './schema/subjects.ts'
import { incidentDesk, type Desk } from './testing/desk.ts'

const clock = setClock(NOW)
let server: TestServer
let desk: Desk
let office: Office
let facility = ''
let person = ''
/** Reported on the ground of the first grid worker. */
let number = ''
beforeAll(async () => {
  server = await testServer({ clock })
  desk = await incidentDesk(server)
  office = await registryOffice(server)
  facility = await aFacility('试验路灯')
  person = (await office.register(await office.home(), { name: '欧阳关联' })).id
  number = await reported()
})
afterAll(() => server.end())

const place = () => ({ ...office.mine, crs: 'CGCS2000' })
const aFacility = async (name: string): Promise<string> =>
  (
    await office.ok<{ id: string }>('POST', '/api/registry/facilities', 'grid-worker', {
      ...office.proof(),
      class: { standard: 'GB/T 47678.5-2026', code: '01037' },
      name,
      place: place(),
    })
  ).id
const reported = async (over: Record<string, unknown> = {}): Promise<string> =>
  (await desk.report({ place: place(), ...over })).number
const url = (n: string, tail = '') => `/api/incidents/${n}/subjects${tail}`
const link = (kind: string, id: string) => ({ id: newId(), subject: { kind, id } })
const about = (kind: string, id: string, post: string) =>
  office
    .ok<{ items: { number: string }[] }>('GET', `/api/incidents?subject=${kind}:${id}`, post)
    .then((r) => r.items.map((i) => i.number))

describe('what an incident is about', () => {
  it('is said by who sees both, shown by name to who may, and found from the record; the record stays as it is', async () => {
    const body = link('facility', facility)
    const first = await office.ok<Subjects>('POST', url(number), 'grid-worker', body)
    expect(first.items).toMatchObject([
      { id: body.id, kind: 'facility', record: { id: facility, name: '试验路灯' } },
    ])
    // The same command again changes nothing.
    expect(await office.ok('POST', url(number), 'grid-worker', body)).toEqual(first)
    expect(
      await office.refusal('POST', url(number), 'grid-worker', {
        ...body,
        subject: { kind: 'person', id: person },
      }),
    ).toBe('409 platform.command-reused id')
    await office.ok('POST', url(number), 'grid-worker', link('person', person))
    const seen = await office.ok<Subjects>('GET', url(number), 'grid-worker')
    expect(seen.items.map((s) => s.record?.name)).toEqual(['试验路灯', '欧阳**'])
    expect(await about('facility', facility, 'grid-worker')).toEqual([number])
    expect(await about('person', person, 'grid-worker')).toEqual([number])
    const { state } = await office.ok<{ state: string }>(
      'GET',
      `/api/registry/facilities/${facility}`,
      'grid-worker',
    )
    expect(state).toBe('in-order')
  })

  it('is told without name and id to who may see the case and not the record', async () => {
    const { items } = await office.ok<Subjects>('GET', url(number), 'intake-officer')
    expect(items.map((s) => [s.kind, s.record?.name ?? null])).toEqual([
      ['facility', '试验路灯'],
      ['person', null],
    ])
    const r = await office.send('GET', url(number), 'intake-officer')
    expect([r.body.includes(person), r.body.includes('欧阳')]).toEqual([false, false])
    // Nor by asking with an id learnt elsewhere.
    expect(await about('person', person, 'intake-officer')).toEqual([])
    expect(await office.refusal('POST', url(number), 'intake-officer', link('person', person))).toBe(
      '422 incidents.subject-unknown subjects',
    )
  })

  it('comes with the report of somebody who sees the records, and of nobody else', async () => {
    const subjects = [
      { kind: 'facility', id: facility },
      { kind: 'facility', id: facility },
    ]
    const n = await reported({ subjects })
    expect((await office.ok<Subjects>('GET', url(n), 'grid-worker')).items).toHaveLength(1)
    const unseen = desk.reportBody({ place: place(), subjects: [{ kind: 'person', id: person }] })
    expect(await office.refusal('POST', '/api/incidents', 'intake-officer', unseen)).toBe(
      '422 incidents.subject-unknown subjects',
    )
    const resident = desk.reportBody({ place: place(), source: 'resident', subjects })
    const stranger = await office.send('POST', '/api/incidents', null, resident)
    expect(stranger.json<{ code: string }>().code).toBe('incidents.subject-unknown')
  })

  it('keeps a person from being erased while the incident is open', async () => {
    const { id } = await office.register(await office.home(), { name: '欧阳牵连' })
    const left = { version: 1, kinds: ['residing'], on: '2026-07-01' }
    await office.ok('POST', `/api/registry/people/${id}/move-out`, 'grid-worker', {
      ...office.proof(),
      ...left,
    })
    const request = newId()
    await office.ok('POST', `/api/registry/people/${id}/requests`, 'grid-worker', {
      id: request,
      kind: 'erasure',
      asker: 'self',
      checked: '查验居民身份证原件',
      what: '误采，要求删除',
      wrongly: true,
    })
    const n = await reported()
    const body = link('person', id)
    await office.ok('POST', url(n), 'grid-worker', body)
    const decide = () =>
      office.refusal('POST', `/api/registry/requests/${request}/decide`, 'duty-chief', {
        id: newId(),
        version: 1,
        grant: true,
      })
    expect(await decide()).toBe('409 privacy.in-open-case id')
    await office.ok('POST', url(n, '/remove'), 'grid-worker', { id: newId(), link: body.id })
    expect(await decide()).toBe('done')
  })

  it('is taken off once, and may be said again; who did it stays', async () => {
    const n = await reported()
    const body = link('facility', facility)
    await office.ok('POST', url(n), 'grid-worker', body)
    const off = { id: newId(), link: body.id }
    for (let i = 0; i < 2; i++)
      expect((await office.ok<Subjects>('POST', url(n, '/remove'), 'grid-worker', off)).items).toEqual([])
    expect(await about('facility', facility, 'grid-worker')).not.toContain(n)
    await office.ok('POST', url(n), 'grid-worker', link('facility', facility))
    const rows = await server.admin.rows<{ off: boolean }>(
      sql`select s.removed_name is not null as off from incident_subject s join incident i on i.id = s.incident_id where i.number = ${n} order by 1`,
    )
    expect(rows.map((r) => r.off)).toEqual([false, true])
    const elsewhere = { id: newId(), link: body.id }
    expect(await office.refusal('POST', url(number, '/remove'), 'grid-worker', elsewhere)).toBe(
      '404 incidents.not-found link',
    )
    const acts = await server.admin.rows<{ act: string }>(
      sql`select e.act from audit_entry e join incident i on i.id::text = e.subject_id::text where i.number = ${n} and e.act like 'incidents.%link%' order by e.at, e.seq`,
    )
    expect(acts.map((a) => a.act)).toEqual([
      'incidents.link-subject',
      'incidents.unlink-subject',
      'incidents.link-subject',
    ])
  })

  it('goes with a person who is merged into another, and back with the undo', async () => {
    const home = await office.home()
    const given = { name: '欧阳双', birthDate: '1970-01-02' }
    const [one, two] = [(await office.register(home, given)).id, (await office.register(home, given)).id]
    const n = await reported()
    await office.ok('POST', url(n), 'grid-worker', link('person', two))
    const merge = newId()
    await office.ok('POST', `/api/registry/people/${one}/merge`, 'grid-worker', {
      id: merge,
      version: 1,
      other: two,
      otherVersion: 1,
      reason: '入户核对，同一人',
    })
    expect(await about('person', one, 'grid-worker')).toEqual([n])
    const shown = await office.ok<Subjects>('GET', url(n), 'grid-worker')
    expect(shown.items.map((i) => i.record?.name)).toEqual(['欧阳*'])
    await office.ok('POST', `/api/registry/merges/${merge}/undo`, 'grid-worker', {
      id: newId(),
      reason: '核错了人',
    })
    expect(await about('person', one, 'grid-worker')).toEqual([])
    expect(await about('person', two, 'grid-worker')).toEqual([n])
  })

  it('said by two at once stands once', async () => {
    const n = await reported()
    const both = await Promise.all(
      ['grid-worker', 'intake-officer'].map((post) =>
        office.refusal('POST', url(n), post, link('facility', facility)),
      ),
    )
    expect(both.toSorted()).toEqual(['409 incidents.subject-linked subject', 'done'])
  })

  it.each<[string, unknown, string]>([
    ['a kind nobody keeps', { kind: 'dog', id: newId() }, '400 platform.invalid-input subject.kind'],
    ['an id nobody has', { kind: 'facility', id: newId() }, '422 incidents.subject-unknown subjects'],
    ['a record of another kind', null, '422 incidents.subject-unknown subjects'],
  ])('is refused with %s', async (_name, subject, refusal) => {
    const given = subject ?? { kind: 'person', id: facility }
    expect(await office.refusal('POST', url(number), 'grid-worker', { id: newId(), subject: given })).toBe(
      refusal,
    )
  })

  it('asked with a broken word is refused in a sentence', async () => {
    for (const text of ['facility', 'dog:1', 'facility:1', `facility:${newId()}x`])
      expect(
        await office.refusal('GET', `/api/incidents?subject=${encodeURIComponent(text)}`, 'grid-worker'),
        text,
      ).toBe('400 platform.invalid-input subject')
  })
})
