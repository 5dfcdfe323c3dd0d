import { systemActor } from '@lifang/platform/access.ts'
import type { Db } from '@lifang/platform/db.ts'
import { audit } from '@lifang/domains/audit/public.ts'
import { sql } from '@lifang/platform/sql.ts'
import { problem } from '../schema.ts'

/** Year of the official table (统计用区划代码和城乡划分代码) that the package carries. */
export const DIVISION_YEAR = 2023

export type DivisionFile = 'provinces' | 'cities' | 'areas' | 'streets' | 'villages'
/** A line of the official table: 2, 4, 6, 9 or 12 digits. */
export interface DivisionLine {
  readonly code: string
  readonly name: string
}
/** Lines of a file whose code begins so; further lines may come too and are left out. */
export type ReadDivisions = (file: DivisionFile, prefix: string) => Promise<readonly DivisionLine[]>

export interface ImportedDivisions {
  readonly county: string
  readonly name: string
  readonly year: number
  /** Streets, towns, townships and what is like them. */
  readonly townshipLevel: number
  /** Residents' and villagers' committees and what is like them. */
  readonly villageLevel: number
}

interface Division {
  readonly code: string
  readonly name: string
  readonly level: 'province' | 'city' | 'county' | 'street' | 'village'
  readonly parent: string | null
}
const FILES = [
  ['provinces', 'province', 2],
  ['cities', 'city', 4],
  ['areas', 'county', 6],
  ['streets', 'street', 9],
  ['villages', 'village', 12],
] as const satisfies readonly (readonly [DivisionFile, Division['level'], number])[]

const full = (code: string): string => code.padEnd(12, '0')

/**
 * Imports the official table of one county, with its city and province, as the statistical tree; the governance tree is not
 * touched. What stood there of the county for that year is replaced, so repeating it changes nothing.
 * @param county six digits
 * @throws grid.unknown-county when the table has no such county
 */
export async function importDivisions(
  db: Db,
  county: string,
  read: ReadDivisions,
): Promise<ImportedDivisions> {
  const unknown = problem('grid.unknown-county', { field: 'county', county })
  if (!/^\d{6}$/.test(county)) throw unknown
  const divisions: Division[] = []
  let above: string | null = null
  for (const [file, level, digits] of FILES) {
    const prefix = county.slice(0, digits)
    const lines = await read(file, prefix)
    const mine = lines.filter((l) => l.code.length === digits && l.code.startsWith(prefix))
    if (digits <= 6) {
      // Ancestors and the county itself: exactly the one line each.
      const line = mine.find((l) => l.code === prefix)
      if (line === undefined) throw unknown
      divisions.push({ code: full(line.code), name: line.name, level, parent: above })
      above = full(line.code)
    } else {
      const parentDigits = digits === 9 ? 6 : 9
      for (const { code, name } of mine) {
        divisions.push({ code: full(code), name, level, parent: full(code.slice(0, parentDigits)) })
      }
    }
  }
  const count = (level: Division['level']): number => divisions.filter((d) => d.level === level).length
  const result = {
    county,
    name: divisions.find((d) => d.level === 'county')?.name ?? '',
    year: DIVISION_YEAR,
    townshipLevel: count('street'),
    villageLevel: count('village'),
  }
  await db.transaction(async (tx) => {
    await tx.run(sql`delete from division where year = ${DIVISION_YEAR} and starts_with(code, ${county})`)
    await tx.run(sql`insert into division (year, code, name, level, parent_code)
      select ${DIVISION_YEAR}, d.code, d.name, d.level, d.parent
      from jsonb_to_recordset(${JSON.stringify(divisions)}::jsonb) as d(code text, name text, level text, parent text)
      on conflict (year, code) do update set name = excluded.name, parent_code = excluded.parent_code`)
    await audit(tx, {
      county: Number(county),
      actor: systemActor(Number(county), 'lifang'),
      act: 'grid.import-divisions',
      subjectKind: 'division',
      subjectId: full(county),
      details: { ...result },
    })
  })
  return result
}
