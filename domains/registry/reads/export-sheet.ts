import { Readable } from 'node:stream'
import { writeXlsxStream } from 'hucre/xlsx'
import type { Actor } from '@lifang/platform/access.ts'
import { newId } from '@lifang/platform/id.ts'
import { must } from '@lifang/platform/problem.ts'
import { say, type Phrases } from '@lifang/platform/lang.ts'
import { join, sql } from '@lifang/platform/sql.ts'
import { audit } from '@lifang/domains/audit/public.ts'
import { exportFacts, exportRow } from '../commands/exports.ts'
import type { RegistryDeps } from '../repo/deps.ts'
import { personPlace } from '../repo/person.ts'
import { mayTakeExport } from '../rules/exports.ts'
import { foreignName } from '../rules/foreign.ts'
import { maskAddress, maskForeignName } from '../rules/mask.ts'
import { nationalityWord } from '../schema/nationality-lists.ts'
import { ExportFilters } from '../schema/exports.ts'
import type { ExportRow, PersonRow } from '../tables.ts'
import { lampsOf } from './foreign.ts'
import { chosen, listedPeople, toPerson, type ListedRow } from './people.ts'
import { today } from './scope.ts'

export interface ExportDeps extends RegistryDeps {
  readonly phrases: Phrases
}
/** Stands in every line of an export, so that a part of it leads back to the whole. */
export const exportNumber = (id: string): string => id.slice(-8).toUpperCase()

const PAGE = 1_000
const COLUMNS = [
  'name',
  'sex',
  'born',
  'idNumber',
  'phone',
  'address',
  'grid',
  'status',
  'nationality',
  'foreignName',
  'idUntil',
  'number',
] as const

/**
 * The sheet, line by line as it is taken; nothing of it is kept on the way. Every taking is written down before the first line, and of
 * a whole one everybody who is in it.
 * @throws registry.not-found, registry.export-state
 */
export async function takeExport(
  deps: ExportDeps,
  actor: Actor,
  id: string,
): Promise<{ readonly name: string; readonly stream: Readable }> {
  const { county, db, clock, phrases } = deps
  const at = new Date(clock.now())
  const taking = newId()
  const row = await db.transaction(async (tx) => {
    const found = await exportRow(deps, tx, id)
    must(mayTakeExport(exportFacts(found), actor.accountId, at.getTime()))
    await tx.run(sql`insert into registry_export_taken (county, id, export_id, by_id, by_name, at)
      values (${county}, ${taking}, ${id}, ${actor.accountId}, ${actor.name}, ${at})`)
    if (found.depth === 'full')
      await tx.run(sql`insert into registry_export_person (county, export_id, person_id)
        select p.county, ${id}, p.id from person p where ${join(whereOf(deps, found), ' and ')} on conflict do nothing`)
    await audit(tx, {
      county,
      actor,
      act: 'registry.take-export',
      subjectKind: 'export',
      subjectId: id,
      ground: found.reason,
      details: { depth: found.depth, people: found.people },
    })
    return found
  })
  const word = (key: string): string => say(phrases, `exports.col.${key}`)
  const stamp = say(phrases, 'exports.stamp', {
    by: actor.name,
    at: new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' '),
    number: exportNumber(id),
    reason: row.reason,
  })
  const rows = async function* () {
    yield [stamp]
    yield COLUMNS.map(word)
    let n = 0
    for await (const line of linesOf(deps, row)) {
      n++
      yield line
    }
    yield [stamp]
    await db.run(
      sql`update registry_export_taken set people = ${n} where county = ${county} and id = ${taking}`,
    )
  }
  const name = `${say(phrases, 'exports.sheet')}-${exportNumber(id)}.xlsx`
  const stream = writeXlsxStream(rows(), { name: say(phrases, 'exports.sheet'), freezePane: { rows: 2 } })
  return { name, stream: Readable.fromWeb(stream as Parameters<typeof Readable.fromWeb>[0]) }
}

const whereOf = (deps: RegistryDeps, row: ExportRow) =>
  chosen(deps, [row.area_path], ExportFilters.parse(row.filters))

/** Of foreign residents; a masked sheet says how the paper stands and not until which day. */
function foreignCells(deps: ExportDeps, p: WholeRow, day: string, whole: boolean): string[] {
  const name = whole
    ? foreignName(p.foreign_surname, p.foreign_given)
    : (maskForeignName(p.foreign_surname, p.foreign_given) ?? '')
  const paper = lampsOf(deps, p, day).find((lamp) => lamp.what === 'paper')
  const until = paper === undefined ? '' : say(deps.phrases, `exports.until.${paper.lamp}`)
  return [nationalityWord(p.nationality), name, whole ? (p.id_until ?? '') : until]
}

type WholeRow = ListedRow & Pick<PersonRow, 'id_number' | 'phone'> & { readonly home: string | null }

/** Pages by id: a line is read once, and memory holds one page. */
async function* linesOf(deps: ExportDeps, row: ExportRow): AsyncGenerator<string[]> {
  const { county, db, fields, phrases } = deps
  const day = today(deps)
  const number = exportNumber(row.id)
  const whole = row.depth === 'full'
  for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
    const where = join([...whereOf(deps, row), sql`p.id > ${after}`], ' and ')
    const page = await db.rows<WholeRow>(
      sql`select l.*, q.id_number, q.phone, (select h.address from residence r join home h on h.county = r.county and h.id = r.home_id
            where r.county = ${county} and r.person_id = l.id and r.to_on is null order by r.kind desc limit 1) as home
          from (${listedPeople(where, sql`order by p.id`, PAGE)}) l join person q on q.county = ${county} and q.id = l.id order by l.id`,
    )
    for (const p of page) {
      const masked = toPerson(deps, p, day)
      const open = (value: Buffer | null, column: 'id_number' | 'phone'): string =>
        value === null ? '' : fields.open(value, personPlace(column, p.id))
      yield [
        whole ? p.name : masked.name,
        say(phrases, `registry.sex.${p.sex}`),
        whole ? (p.birth_date ?? '') : (p.birth_date?.slice(0, 4) ?? ''),
        whole ? open(p.id_number, 'id_number') : (masked.idNumber ?? ''),
        whole ? open(p.phone, 'phone') : (masked.phone ?? ''),
        (whole ? p.home : masked.address === null ? null : maskAddress(masked.address)) ?? '',
        masked.grid ?? '',
        say(phrases, `registry.status.${p.status}`),
        ...foreignCells(deps, p, day, whole),
        number,
      ]
    }
    const last = page.at(-1)
    if (last === undefined || page.length < PAGE) return
    after = last.id
  }
}
