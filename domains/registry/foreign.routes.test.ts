import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readXlsx } from 'hucre/xlsx'
import { setClock } from '@lifang/platform/clock.ts'
import { newId } from '@lifang/platform/id.ts'
import { sql } from '@lifang/platform/sql.ts'
import { testServer, type TestServer } from '../../server/testing.ts'
import { ending, FOREIGN } from './reads/foreign.ts'
import { endLamps, FOREIGN_DUE_DAYS, isForeign, nextEnd } from './rules/foreign.ts'
import type { CopyView } from './schema/privacy.ts'
import type { Change, Done, Found, PersonItem, PersonView } from './schema/views.ts'
import type { PersonRow } from './tables.ts'
import { registryOffice, type Office } from './testing/office.ts'
import { importDesk } from './testing/sheets.ts'

const TODAY = '2026-11-24'
const clock = setClock(Date.parse(`${TODAY}T02:00:00Z`))
let server: TestServer
let office: Office
beforeAll(async () => {
  server = await testServer({ clock })
  office = await registryOffice(server)
})
afterAll(() => server.end())

let papers = 0
const passport = (): string => `YA${String(7_000_000 + ++papers)}`
const maria = (over: object = {}) => ({
  name: '',
  sex: 'female',
  birthDate: '1995-04-18',
  nationality: 'ITA',
  idKind: 'passport',
  idNumber: passport(),
  foreignSurname: 'rossi',
  foreignGiven: 'Maria  Elena',
  idUntil: '2026-12-10',
  stayPurpose: 'study',
  arrivedOn: '2025-09-01',
  leavesOn: '2027-07-31',
  ...over,
})
const view = (id: string, post = 'grid-worker') =>
  office.ok<PersonView>('GET', `/api/registry/people/${id}`, post)
const edit = (id: string, version: number, changes: object) => ({
  url: `/api/registry/people/${id}`,
  body: { ...office.proof(), version, changes },
})
const found = async (q: string): Promise<PersonItem[]> =>
  (await office.ok<Found>('POST', '/api/registry/search', 'grid-worker', { q })).people
const listed = async (foreign: string, post = 'grid-worker'): Promise<string[]> => {
  const { items } = await office.ok<{ items: PersonItem[] }>(
    'GET',
    `/api/registry/people?limit=100&foreign=${foreign}`,
    post,
  )
  return items.map((p) => p.id)
}
const historyOf = async (id: string): Promise<Change[]> =>
  (await office.ok<{ changes: Change[] }>('GET', `/api/registry/people/${id}/history`, 'grid-worker')).changes

describe('a foreign resident', () => {
  it('is registered with the paper as it is printed: every field with its source, the number sealed, the lamp yellow', async () => {
    const idNumber = passport()
    const { id, done } = await office.register(await office.home(), maria({ idNumber }))
    expect(done.warnings).toEqual(['registry.warning.stay-beyond-paper'])
    const seen = await view(id)
    expect(seen).toMatchObject({ name: 'ROSSI MARIA ELENA', nationality: 'ITA', idKind: 'passport' })
    expect(seen.foreign).toEqual({
      surname: 'ROSSI',
      given: 'MARIA ELENA',
      idUntil: '2026-12-10',
      purpose: 'study',
      arrivedOn: '2025-09-01',
      leavesOn: '2027-07-31',
      ends: [
        { what: 'paper', lamp: 'yellow', until: '2026-12-10', days: 16 },
        { what: 'stay', lamp: 'green', until: '2027-07-31', days: 249 },
      ],
    })
    expect(JSON.stringify(seen)).not.toContain(idNumber)
    for (const field of ['foreignSurname', 'foreignGiven', 'idUntil', 'stayPurpose', 'arrivedOn', 'leavesOn'])
      expect(seen.facts[field], field).toMatchObject({ source: 'visit', on: TODAY, confidence: 'probable' })
    const changes = await historyOf(id)
    expect(changes.find((c) => c.field === 'idUntil')).toMatchObject({ from: null, to: '2026-12-10' })
    expect(JSON.stringify(changes)).not.toContain(idNumber)
    const shown = await office.ok<{ value: string }>(
      'POST',
      `/api/registry/people/${id}/reveal`,
      'grid-worker',
      {
        id: newId(),
        field: 'idNumber',
        reason: '核对护照号码',
      },
    )
    expect(shown.value).toBe(idNumber)
  })

  it('is registered once: the same command again answers the same, other content under it is refused', async () => {
    const home = await office.home()
    const body = {
      ...office.proof(),
      person: maria(),
      home,
      stays: [{ kind: 'residing', household: newId(), relation: '02' }],
      from: '2025-09-02',
    }
    const url = '/api/registry/people'
    const first = await office.ok<Done>('POST', url, 'grid-worker', body)
    expect(await office.ok<Done>('POST', url, 'grid-worker', body)).toEqual(first)
    const other = { ...body, person: { ...body.person, foreignSurname: 'CONTI' } }
    expect(await office.refusal('POST', url, 'grid-worker', other)).toBe('409 platform.command-reused id')
    // One paper, one person, under whatever name.
    const again = { ...other, id: newId() }
    const both = await Promise.all(
      [again, { ...again, id: newId() }].map((b) => office.refusal('POST', url, 'grid-worker', b)),
    )
    expect(both).toEqual(Array(2).fill('409 registry.id-number-taken idNumber'))
  })

  it.each([
    [{ foreignSurname: '罗西' }, 'registry.foreign-name-malformed foreignSurname'],
    [{ foreignGiven: '<b>MARIA</b>' }, 'registry.foreign-name-malformed foreignGiven'],
    [{ foreignGiven: 'MARIA😀' }, 'registry.foreign-name-malformed foreignGiven'],
    [{ foreignSurname: null, foreignGiven: null }, 'registry.name-empty name'],
    [{ nationality: 'QQQ' }, 'registry.unknown-nationality nationality'],
    [{ nationality: 'TWN' }, 'registry.unknown-nationality nationality'],
    [{ arrivedOn: '2026-11-25' }, 'registry.day-in-future arrivedOn'],
    [{ arrivedOn: '2025-02-30' }, 'registry.day-malformed arrivedOn'],
    [{ arrivedOn: '1990-01-01' }, 'registry.day-before-birth arrivedOn'],
    [{ idUntil: '2025-08-01' }, 'registry.id-until-before-arrival idUntil'],
    [{ idUntil: '2226-12-10' }, 'registry.day-too-far idUntil'],
    [{ leavesOn: '2025-08-31' }, 'registry.leaves-before-arrival leavesOn'],
    [{ idKind: 'none', idNumber: null }, 'registry.id-until-without-paper idUntil'],
    [{ idNumber: 'X1' }, 'registry.id-number-malformed idNumber'],
    [
      { name: '李梅', nationality: 'CHN', idKind: 'none', idNumber: null },
      'registry.not-foreign foreignSurname',
    ],
  ])('%j is refused at its field: %s', async (over, said) => {
    const body = {
      ...office.proof(),
      person: maria(over),
      home: await office.home(),
      stays: [{ kind: 'residing', household: newId(), relation: '02' }],
      from: '2025-09-02',
    }
    expect(await office.refusal('POST', '/api/registry/people', 'grid-worker', body)).toBe(`422 ${said}`)
  })

  it('keeps a name in Chinese beside the other, and is changed field by field', async () => {
    const { id } = await office.register(await office.home(), maria({ name: '罗美玲' }))
    const one = edit(id, 1, { foreignSurname: 'ROSSI-CONTI', leavesOn: null })
    await office.ok('POST', one.url, 'grid-worker', one.body)
    expect(await view(id)).toMatchObject({
      name: '罗美玲',
      foreign: { surname: 'ROSSI-CONTI', leavesOn: null },
    })
    // Without a name in Chinese the name follows the paper.
    const two = edit(id, 2, { name: '' })
    await office.ok('POST', two.url, 'grid-worker', two.body)
    const three = edit(id, 3, { foreignGiven: 'MARIA' })
    await office.ok('POST', three.url, 'grid-worker', three.body)
    expect((await view(id)).name).toBe('ROSSI-CONTI MARIA')
    const stale = edit(id, 3, { foreignGiven: 'ELENA' })
    expect(await office.refusal('POST', stale.url, 'grid-worker', stale.body)).toBe(
      '409 registry.changed-meanwhile version',
    )
  })

  it('who shows a new paper has its last day asked anew; who becomes Chinese keeps nothing of it', async () => {
    const { id } = await office.register(await office.home(), maria({ name: '罗美玲' }))
    const renewed = edit(id, 1, { idNumber: passport() })
    await office.ok('POST', renewed.url, 'grid-worker', renewed.body)
    expect((await view(id)).foreign?.idUntil).toBeNull()
    const again = edit(id, 2, { idNumber: passport(), idUntil: '2036-12-01' })
    await office.ok('POST', again.url, 'grid-worker', again.body)
    expect((await view(id)).foreign?.idUntil).toBe('2036-12-01')
    const number = office.idNumber('19950418', 22)
    const home = edit(id, 3, { nationality: 'CHN', idKind: 'resident-id', idNumber: number })
    await office.ok('POST', home.url, 'grid-worker', home.body)
    expect(await view(id)).toMatchObject({ name: '罗美玲', foreign: null })
    expect((await historyOf(id)).find((c) => c.field === 'stayPurpose')).toMatchObject({ to: null })
    expect(await listed('yes')).not.toContain(id)
    expect(await found('rossi')).not.toContainEqual(expect.objectContaining({ id }))
  })

  it('is a member of a household sheet like anybody', async () => {
    const home = await office.home()
    const id = newId()
    await office.ok('POST', `/api/registry/homes/${home}/sheet`, 'grid-worker', {
      ...office.proof(),
      version: 1,
      entries: [
        {
          do: 'add',
          id,
          person: maria({ foreignSurname: 'KOVAL' }),
          stays: [{ kind: 'residing', household: newId(), relation: '02' }],
        },
      ],
    })
    expect((await view(id)).name).toBe('KOVAL MARIA ELENA')
  })
})

describe('finding', () => {
  it('goes by parts of the name in Latin letters in either order, with or without marks, and by the whole number', async () => {
    const idNumber = passport()
    const given = { foreignSurname: "O'Brannagáin", foreignGiven: 'Søren Müller', name: '欧瑞安', idNumber }
    const { id } = await office.register(await office.home(), maria(given))
    const finds = async (q: string) => (await found(q)).map((p) => p.id).includes(id)
    for (const q of [
      'brannag',
      'OBRANN',
      "o'brann",
      'soren brannagain',
      'brannagáin søren',
      'mull',
      'MÜLLER',
    ])
      expect(await finds(q), q).toBe(true)
    for (const q of ['欧瑞', 'ora', idNumber, ` ${idNumber.toLowerCase()} `])
      expect(await finds(q), q).toBe(true)
    // Pairs of two letters that stand apart are no fragment.
    for (const q of ['brannagg', 'sorenx', 'mull conti', idNumber.slice(0, 8)])
      expect(await finds(q), q).toBe(false)
    expect(await office.refusal('GET', `/api/registry/search?q=${idNumber}`, 'grid-worker')).toBe(
      '422 registry.number-by-post q',
    )
    const digits = await office.register(
      await office.home(),
      maria({ idNumber: '730000017', foreignSurname: 'SEDYKH' }),
    )
    expect((await found('730000017')).map((p) => p.id)).toEqual([digits.id])
    const [item] = await found('brannagain')
    expect(item).toMatchObject({
      name: '欧**',
      foreign: { name: 'O** S**', nationality: 'ITA', end: { what: 'paper', lamp: 'yellow' } },
    })
    expect(JSON.stringify(item)).not.toContain(idNumber)
  })

  it('by the list: foreign residents, those whose paper or stay runs out, and those over; the filters are the rule', async () => {
    const add = async (over: object) => (await office.register(await office.home(), maria(over))).id
    const soon = await add({ idUntil: '2026-11-24', foreignSurname: 'SOON' })
    const leaving = await add({ idUntil: '2030-01-01', leavesOn: '2026-12-24', foreignSurname: 'LEAVING' })
    const over = await add({ idUntil: '2026-11-23', foreignSurname: 'OVER' })
    const long = await add({ idUntil: '2030-01-01', leavesOn: null, foreignSurname: 'LONG' })
    const card = await add({
      idKind: 'foreign-permanent',
      idNumber: office.idNumber('19950418', 24),
      idUntil: null,
      leavesOn: null,
    })
    const hongKong = await add({
      name: '陈大文',
      idKind: 'hk-macao-taiwan',
      nationality: 'CHN',
      foreignSurname: null,
      foreignGiven: null,
    })
    const { id: local } = await office.register(await office.home(), { name: '本地人' })
    const [all, ending30, ended] = [await listed('yes'), await listed('ending'), await listed('over')]
    for (const id of [soon, leaving, over, long, card, hongKong]) expect(all).toContain(id)
    expect(all).not.toContain(local)
    expect(ending30).toEqual(expect.arrayContaining([soon, leaving]))
    for (const id of [over, long, card, local]) expect(ending30).not.toContain(id)
    expect(ended).toContain(over)
    for (const id of [soon, leaving, long]) expect(ended).not.toContain(id)

    const rows = await server.admin.rows<PersonRow & { yes: boolean; ending: boolean; over: boolean }>(
      sql`select p.*, ${FOREIGN} as yes, coalesce(${ending({}, TODAY, 'ending')}, false) as ending,
        coalesce(${ending({}, TODAY, 'over')}, false) as over from person p`,
    )
    for (const p of rows) {
      expect(p.yes).toBe(isForeign({ idKind: p.id_kind, nationality: p.nationality }))
      const lamp = nextEnd(
        endLamps({ idUntil: p.id_until, leavesOn: p.leaves_on }, TODAY, FOREIGN_DUE_DAYS),
      )?.lamp
      expect([p.ending, p.over], p.name).toEqual([lamp === 'yellow', lamp === 'red'])
    }
    // The day of yellow is a setting.
    const narrow = await server.admin.rows<{ id: string }>(
      sql`select p.id from person p where ${ending({ foreignDueDays: 7 }, TODAY, 'ending')}`,
    )
    expect(narrow.map((p) => p.id)).toContain(soon)
    expect(narrow.map((p) => p.id)).not.toContain(leaving)
  })
})

describe('what follows from a person', () => {
  it('who lives here without a 户籍 is not apart from it, in no list, household or export', async () => {
    const home = await office.home()
    const whole = {
      idNumber: passport(),
      foreignSurname: 'WEISS',
      foreignGiven: 'ANNA',
      idUntil: '2026-12-24',
    }
    const { id } = await office.register(home, maria(whole))
    expect((await found('weiss'))[0]?.split).toBe(false)
    const split = await office.ok<{ items: PersonItem[] }>(
      'GET',
      '/api/registry/people?limit=100&split=yes',
      'grid-worker',
    )
    expect(split.items.map((p) => p.id)).not.toContain(id)
    const { households } = await view(id)
    expect(households[0]?.members[0]).toMatchObject({
      split: false,
      foreign: { nationality: 'ITA', end: { what: 'paper', days: 30 } },
    })

    const area = server.deps.directory.locate(office.mine.lon, office.mine.lat)?.grid.code ?? ''
    const asked = {
      id: newId(),
      area,
      depth: 'masked',
      reason: '证件到期提醒',
      filters: { foreign: 'ending' },
    }
    await office.ok('POST', '/api/registry/exports', 'grid-worker', asked)
    const file = await office.send('GET', `/api/registry/exports/${asked.id}/file`, 'grid-worker')
    const rows = ((await readXlsx(file.rawPayload)).sheets[0]?.rows ?? []).map((r) => r.map(String))
    expect(rows[1]?.slice(8, 11)).toEqual(['国籍', '外文姓名', '证件有效期'])
    expect(rows.map((r) => r.slice(8, 11))).toContainEqual(['意大利', 'W** A**', '将到期'])
    for (const secret of [whole.idNumber, 'WEISS', '2026-12-24'])
      expect(JSON.stringify(rows)).not.toContain(secret)
  })

  it('an own copy holds it whole, and a merge takes what hangs together along and gives it back', async () => {
    const { id } = await office.register(await office.home(), maria({ foreignSurname: 'ADEYEMI' }))
    const copy = await office.ok<CopyView>('POST', `/api/registry/people/${id}/copy`, 'grid-worker', {
      id: newId(),
      asker: 'self',
      checked: '核对了本人护照',
      reason: '本人索取',
    })
    expect(copy.person).toMatchObject({
      nationality: 'ITA',
      foreign: { surname: 'ADEYEMI', purpose: 'study' },
    })
    const bare = { name: 'ADEYEMI MARIA', idKind: 'none', nationality: 'NGA', birthDate: '1995-04-18' }
    const other = await office.register(await office.home(), bare)
    const keep = Object.fromEntries(
      ['name', 'nationality', 'idNumber', 'foreignName', 'stay'].map((field) => [field, 'other']),
    )
    const merge = {
      id: newId(),
      version: 1,
      other: id,
      otherVersion: 1,
      reason: '同一本护照',
      keep,
      stays: {},
    }
    await office.ok('POST', `/api/registry/people/${other.id}/merge`, 'grid-worker', merge)
    expect(await view(other.id)).toMatchObject({
      name: 'ADEYEMI MARIA ELENA',
      foreign: { surname: 'ADEYEMI', given: 'MARIA ELENA', idUntil: '2026-12-10', purpose: 'study' },
    })
    expect((await view(other.id)).facts['idUntil']).toBeDefined()
    expect((await found('adeyemi elena')).map((p) => p.id)).toEqual([other.id])
    const rows = () =>
      server.admin.rows<object>(
        sql`select id, latin, bigrams, id_until, stay_purpose, arrived_on, leaves_on, facts from person where id in (${id}, ${other.id}) order by id`,
      )
    const merged = await rows()
    await office.ok('POST', `/api/registry/merges/${merge.id}/undo`, 'grid-worker', {
      id: newId(),
      reason: '核错了人',
    })
    expect(await rows()).not.toEqual(merged)
    expect(await view(id)).toMatchObject({ foreign: { surname: 'ADEYEMI', idUntil: '2026-12-10' } })
    expect((await view(other.id)).foreign).toMatchObject({ surname: null, idUntil: null, purpose: null })
  })

  it('a sheet brings them in, line by line by the same rules', async () => {
    const desk = importDesk(server, TODAY)
    await office.building({ road: '', door: '', estate: '外宾花园', block: '1' })
    const done = await desk.imported(
      [
        '姓名,外文姓,外文名,性别,出生日期,国籍,证件种类,证件号码,证件有效期,来华目的,抵达日期,预计离开日期,现住址',
        ',Nguyễn,Thị Hoa,女,1998-03-02,越南,护照,C7000001,2027-01-31,留学,2025-08-30,2027-07-01,外宾花园1栋101',
        '金秀,KIM,SU,女,1990-01-02,KR,护照,M7000002,20300131,就业,2024-03-01,,外宾花园1栋102',
        ',SATO,KENJI,男,1980-01-02,日本,护照,TR700003,2030-01-31,01,2024-03-01,,外宾花园1栋103',
        ',SATO,KENJI,男,1980-01-02,日本,护照,TR700004,2030-01-31,商务,2024-03-01,2024-02-01,外宾花园1栋104',
        '李,LI,NA,女,1980-01-02,中国,无,,,,,,外宾花园1栋105',
      ].join('\n'),
      {},
      '境外人员.csv',
    )
    expect(done.counts).toMatchObject({ added: 2, wrong: 3 })
    const wrong = await desk.lines(done.id, 'run', 'wrong')
    expect(wrong.map((l) => l.reasons.map((r) => `${r.field} ${r.code}`))).toEqual([
      ['stayPurpose transfer.why.purpose'],
      ['leavesOn registry.leaves-before-arrival'],
      ['foreignSurname registry.not-foreign'],
    ])
    const [hoa] = await found('hoa nguyen')
    expect(await view(hoa?.id ?? '')).toMatchObject({
      name: 'NGUYỄN THỊ HOA',
      nationality: 'VNM',
      foreign: { given: 'THỊ HOA', idUntil: '2027-01-31', purpose: 'study', leavesOn: '2027-07-01' },
    })
  })

  it('each post sees of it what it sees of a person, and others nothing', async () => {
    const { id } = await office.register(await office.home(), maria({ foreignSurname: 'BELLO' }))
    for (const post of ['intake-officer', 'inspector', 'dispatcher'])
      expect(await office.refusal('GET', `/api/registry/people?foreign=yes`, post), post).toMatch(/^403 /)
    for (const post of ['grid-worker', 'duty-chief']) expect(await listed('yes', post), post).toContain(id)
  })
})
