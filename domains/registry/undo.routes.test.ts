/** Whatever two people were, wherever they lived and whatever was chosen: an undo leaves no trace but the history. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { setClock } from '@lifang/platform/clock.ts'
import { newId } from '@lifang/platform/id.ts'
import { sql } from '@lifang/platform/sql.ts'
import { testServer, type TestServer } from '../../server/testing.ts'
import { LOOSE_REFERENCES, PERSON_REFERENCES } from './repo/references.ts'
import { KEPT, MERGE_FIELDS } from './schema/duplicate-lists.ts'
import { RESIDENCE_KINDS } from './schema/lists.ts'
import type { Done } from './schema/views.ts'
import { registryOffice, type Office } from './testing/office.ts'

const clock = setClock(Date.parse('2026-11-24T02:00:00Z'))
let server: TestServer
let office: Office
let homes: string[] = []
beforeAll(async () => {
  server = await testServer({ clock })
  office = await registryOffice(server)
  homes = await office.homes(await office.building(), ['101', '102', '103', '104'])
})
afterAll(() => server.end())

const WORKER = 'grid-worker'
/** Tables of the registry that a merge could touch; what is only appended to and the merge's own record are left out. */
const DUMPED = [
  'building',
  'address_alias',
  'home',
  'person',
  'household',
  'residence',
  'person_label',
] as const
async function dump(a: string, b: string): Promise<Record<string, unknown>> {
  const out: Record<string, unknown> = {}
  for (const table of DUMPED)
    out[table] = (await server.admin.rows<{ row: string }>(rowsOf(table))).map((r) => r.row)
  // The pair itself says what was decided of it.
  out['duplicate_pair'] = await server.admin.rows(sql`select to_jsonb(t)::text as row from duplicate_pair t
    where not (a_id = least(${a}::uuid, ${b}::uuid) and b_id = greatest(${a}::uuid, ${b}::uuid)) order by id`)
  out['registry_reveal'] = await server.admin.rows(
    sql`select to_jsonb(t)::text as row from registry_reveal t order by id`,
  )
  return out
}
function rowsOf(table: (typeof DUMPED)[number]) {
  switch (table) {
    case 'building':
      return sql`select to_jsonb(t)::text as row from building t order by id`
    case 'address_alias':
      return sql`select to_jsonb(t)::text as row from address_alias t order by id`
    case 'home':
      return sql`select to_jsonb(t)::text as row from home t order by id`
    case 'person':
      return sql`select to_jsonb(t)::text as row from person t order by id`
    case 'household':
      return sql`select to_jsonb(t)::text as row from household t order by id`
    case 'residence':
      return sql`select to_jsonb(t)::text as row from residence t order by id`
    case 'person_label':
      return sql`select to_jsonb(t)::text as row from person_label t order by id`
  }
}

const text = (words: readonly string[]) => fc.option(fc.constantFrom(...words), { nil: null })
let sequence = 0
const aPerson = fc.record({
  name: fc.constantFrom('司空图', '司空徒', '司空屠'),
  sex: fc.constantFrom('male', 'female', 'unknown'),
  birthDate: fc.constantFrom('1960-01-02', '1960-02-01', null),
  numbered: fc.boolean(),
  phone: text(['13900001111', '13900002222']),
  care: fc.boolean(),
  workplace: text(['甲厂', '乙厂']),
  occupation: text(['木工']),
  emergencyContact: text(['某人 13900003333']),
  remark: text(['一', '二']),
})
const aLife = fc.record({
  person: aPerson,
  home: fc.nat({ max: 3 }),
  kinds: fc.constantFrom<('residing' | 'registered')[]>(
    ['residing'],
    ['registered'],
    ['residing', 'registered'],
  ),
  relation: fc.constantFrom('02', '20', null),
  from: fc.constantFrom('2010-01-01', '2020-01-01'),
  /** Somebody else in the household. */
  spouse: fc.boolean(),
  /** Joins the first one's household where they can. */
  together: fc.boolean(),
  after: fc.constantFrom('stays', 'stays', 'moves', 'leaves', 'dies'),
})
const choice = fc.record({
  keep: fc.dictionary(fc.constantFrom(...MERGE_FIELDS), fc.constantFrom(...KEPT)),
  stays: fc.dictionary(fc.constantFrom(...RESIDENCE_KINDS), fc.constantFrom(...KEPT)),
  third: fc.constantFrom('none', 'open', 'not-same'),
  crosswise: fc.boolean(),
  /** Of each of the two: a label of this kind, in force, waiting or refused. */
  labels: fc.array(
    fc.record({
      of: fc.nat({ max: 1 }),
      kind: fc.constantFrom('aa', 'bb'),
      approved: fc.constantFrom(true, null, false),
    }),
    {
      maxLength: 3,
    },
  ),
})
type Life = typeof aLife extends fc.Arbitrary<infer T> ? T : never

async function live(life: Life, joined: ReadonlyMap<'residing' | 'registered', string>, homeId: string) {
  const { numbered, ...rest } = life.person
  sequence++
  const households = new Map(
    life.kinds.map((kind) => [kind, (life.together ? joined.get(kind) : undefined) ?? newId()]),
  )
  const { id, done } = await office.register(
    homeId,
    {
      ...rest,
      ...(numbered ? { idKind: 'resident-id', idNumber: office.idNumber('19600102', sequence) } : {}),
    },
    {
      stays: life.kinds.map((kind) => ({ kind, household: households.get(kind), relation: life.relation })),
      from: life.from,
    },
  )
  const first = life.kinds[0] ?? 'residing'
  if (life.spouse)
    await office.register(
      homeId,
      { name: '家属' },
      { stays: [{ kind: first, household: households.get(first), relation: '10' }], from: '2021-01-01' },
    )
  const act = (what: string, body: object) =>
    office.ok<Done>('POST', `/api/registry/people/${id}/${what}`, WORKER, {
      ...office.proof(),
      version: done.version,
      ...body,
    })
  switch (life.after) {
    case 'moves':
      await act('move-in', {
        home: homes[(life.home + 1) % 4],
        stays: [{ kind: first, household: newId(), relation: '02' }],
        from: '2024-01-01',
      })
      break
    case 'leaves':
      await act('move-out', { kinds: life.kinds, on: '2024-01-01' })
      break
    case 'dies':
      await act('death', { on: '2025-01-01' })
      break
    default:
  }
  return { id, households }
}

describe('a merge and its undo', () => {
  it('leave every row of the registry as it was, to the byte', async () => {
    let merged = 0
    await fc.assert(
      fc.asyncProperty(aLife, aLife, choice, async (one, other, chosen) => {
        const a = await live(one, new Map(), homes[one.home] ?? '')
        const joins = one.after === 'stays'
        const b = await live(
          other,
          joins ? a.households : new Map(),
          homes[other.together && joins ? one.home : other.home] ?? '',
        )
        const [survivor, loser] = chosen.crosswise ? [b.id, a.id] : [a.id, b.id]
        if (chosen.third !== 'none') {
          const third = (await office.register(homes[0] ?? '', { name: '司空图', birthDate: '1960-01-02' }))
            .id
          await office.ok('POST', '/api/registry/duplicates/not-same', WORKER, {
            id: newId(),
            people: [loser, third],
            reason: '两人都见过',
          })
          if (chosen.third === 'open')
            await server.admin
              .run(sql`update duplicate_pair set state = 'open', decided_by = null, decided_name = null,
              decided_at = null, note = null where ${third} in (a_id, b_id)`)
        }
        for (const { of, kind, approved } of chosen.labels)
          await server.admin
            .run(sql`insert into person_label (county, id, person_id, kind_index, sealed, from_on, until_on, proposed_by,
              proposed_by_name, proposed_at, approved, decided_by, decided_by_name, decided_at)
            values (${server.deps.county}, ${newId()}, ${[a.id, b.id][of]}, decode(${kind}, 'hex'), '\\x00', '2026-01-01', '2027-01-01', ${newId()},
              '甲', now(), ${approved}, ${approved === null ? null : newId()}, ${approved === null ? null : '乙'}, ${approved === null ? null : new Date()})
            on conflict do nothing`)
        const versionOf = async (id: string): Promise<number> =>
          (await server.admin.one<{ version: number }>(sql`select version from person where id = ${id}`))
            .version
        const before = await dump(survivor, loser)
        const id = newId()
        await office.ok('POST', `/api/registry/people/${survivor}/merge`, WORKER, {
          id,
          version: await versionOf(survivor),
          other: loser,
          otherVersion: await versionOf(loser),
          keep: chosen.keep,
          stays: chosen.stays,
          reason: '试合并',
        })
        const between = await dump(survivor, loser)
        expect(between).not.toEqual(before)
        const sound = await server.admin.one<Record<string, number>>(sql`select
          (select count(*)::integer from residence where person_id = ${loser}) as left_behind,
          (select count(*)::integer from household where head_id = ${loser}) as headed,
          (select count(*)::integer from person_label where person_id = ${loser}) as labelled,
          (select count(*)::integer from household h where ended_on is null
            and not exists (select from residence r where r.household_id = h.id and r.to_on is null)) as empty,
          (select count(*)::integer from household h where head_id is not null
            and not exists (select from residence r where r.household_id = h.id and r.person_id = h.head_id and r.to_on is null)) as absent_head,
          (select count(*)::integer from home h where h.care is distinct from exists (select from residence r join person p on p.id = r.person_id
            where r.home_id = h.id and r.to_on is null and r.kind = 'residing' and p.care)) as careless`)
        expect(sound).toEqual({
          left_behind: 0,
          headed: 0,
          labelled: 0,
          empty: 0,
          absent_head: 0,
          careless: 0,
        })
        await office.ok('POST', `/api/registry/merges/${id}/undo`, WORKER, { id: newId(), reason: '试撤销' })
        expect(await dump(survivor, loser)).toEqual(before)
        merged++
      }),
      { numRuns: 40, seed: 20261126 },
    )
    expect(merged).toBe(40)
  }, 240_000)
})

describe('the lists of the merge', () => {
  it('name every foreign key to a person of the catalogue', async () => {
    const keys = await server.admin.rows<{
      name: string
    }>(sql`select c.conrelid::regclass || '.' || a.attname as name
      from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any(c.conkey)
      where c.contype = 'f' and c.confrelid = 'person'::regclass and a.attname <> 'county' order by 1`)
    expect(keys.map((k) => k.name)).toEqual(Object.keys(PERSON_REFERENCES).toSorted())
    const columns = await server.admin.rows<{
      name: string
    }>(sql`select table_name || '.' || column_name as name
      from information_schema.columns where table_schema = 'public'`)
    for (const loose of Object.keys(LOOSE_REFERENCES)) expect(columns.map((c) => c.name)).toContain(loose)
  })

  it('name every column that an undo writes back', async () => {
    const { readFile } = await import('node:fs/promises')
    const code = await readFile(new URL('./repo/images.ts', import.meta.url), 'utf8')
    for (const table of ['person', 'residence', 'household', 'person_label', 'duplicate_pair']) {
      const statement = code.slice(
        code.indexOf(`update ${table} t set`),
        code.indexOf(`jsonb_populate_record(null::${table}`),
      )
      const written = [...statement.matchAll(/(\w+) = x\.\1/g)].map((m) => m[1])
      const columns = await server.admin.rows<{ name: string }>(sql`select column_name as name
        from information_schema.columns where table_schema = 'public' and table_name = ${table} and column_name not in ('county', 'id')`)
      expect(written.toSorted(), table).toEqual(columns.map((c) => c.name).toSorted())
    }
  })
})
