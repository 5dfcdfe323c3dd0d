import { createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { once } from 'node:events'
import { dateOf, officeDay } from '@lifang/domains/calendar/rules/instants.ts'
import { BulkRows } from '@lifang/domains/registry/public.ts'
import { bigramsOf } from '@lifang/domains/registry/rules/names.ts'
import { buildingLine } from '@lifang/domains/registry/rules/line.ts'
import type { Db } from '@lifang/platform/db.ts'
import { newId } from '@lifang/platform/id.ts'
import { sql } from '@lifang/platform/sql.ts'
import { demoCounty } from '../db/load/demo.ts'
import { demoRegistry } from '../db/demo/registry.ts'
import { DISTRICT_REGISTRY } from '../db/demo/registry/lots.ts'
import type { DemoForeign, DemoPerson } from '../db/demo/registry/plan.ts'
import { district } from '../db/demo/town.ts'

export interface PlantedCsv {
  readonly path: string
  readonly lines: number
  readonly bytes: number
  /** Lines that must be refused. */
  readonly wrong: ReadonlySet<number>
  readonly today: string
}

const HEAD =
  '姓名,性别,出生日期,证件号码,联系电话,社区,街路巷,门牌号,小区,幢号,单元,楼层,室号,登记类别,与户主关系,起始日期,关爱对象,证件种类,国籍,外文姓,外文名,证件有效期,来华目的,抵达日期,预计离开日期\n'
const PAPERS: Readonly<Record<DemoForeign['kind'], string>> = {
  passport: '护照',
  'foreign-permanent': '外国人永久居留身份证',
  'hk-macao-taiwan': '港澳台居民居住证',
}
const PURPOSES: Readonly<Record<DemoForeign['purpose'], string>> = {
  work: '就业',
  business: '商务',
  study: '留学',
  family: '团聚',
  residence: '定居',
  visit: '探亲访友',
  tourism: '旅游',
  other: '其他',
}

/**
 * The people of the demo's district as a sheet with planted errors, its buildings put up in the database; the first twentieth of the
 * people stand in a sheet of their own, for a register that is not empty.
 */
export async function writePeopleCsv(
  db: Db,
  { dataDir, people, errors }: { readonly dataDir: string; readonly people: number; readonly errors: number },
): Promise<PlantedCsv & { readonly before: PlantedCsv; readonly buildings: number }> {
  const plan = district({ buildings: true })
  const today = dateOf(officeDay(Date.now()))
  const grids = new Map(
    (
      await db.rows<{ id: string; code: string; path: string; community: string }>(
        sql`select a.id, a.code, a.path, p.name as community from area a join area p on p.id = a.parent_id where a.level_key = 'grid'`,
      )
    ).map((g) => [g.code, g]),
  )
  const early = new Sheet(join(dataDir, 'before.csv'), Infinity)
  const sheet = new Sheet(join(dataDir, 'people.csv'), Math.max(2, Math.floor(people / errors)))
  const used = new Set<string>()
  const rows = new BulkRows(demoCounty, new Date())
  let buildings = 0
  const flush = (): Promise<void> => {
    const write = rows.take()
    return db.transaction((tx) => write(tx))
  }
  for (const b of demoRegistry(plan, { size: DISTRICT_REGISTRY, today, staffPhones: 5000 }).buildings()) {
    if (sheet.lines >= people) break
    const grid = grids.get(b.grid)
    if (grid === undefined) throw new Error(`no grid ${b.grid}`)
    const chain = { road: b.road ?? '', estate: b.estate ?? '', door: b.door ?? '', block: b.block ?? '' }
    // Houses that the plan gives one address get the number of the register, as an office would tell them apart.
    if (buildingLine(chain) === '') chain.estate = b.address
    if (used.has(`${grid.community}${buildingLine(chain)}`)) chain.block = `B${Number(b.sequence)}`
    const address = buildingLine(chain)
    used.add(`${grid.community}${address}`)
    buildings++
    rows.add('building', {
      id: newId(),
      area_id: grid.id,
      area_path: grid.path,
      border_id: null,
      ...chain,
      address,
      bigrams: [...bigramsOf(address)],
      lon: b.at[0],
      lat: b.at[1],
      outline: null,
      source_id: null,
      storeys: b.floors,
      use: 'residential',
      facts: {},
    })
    if (rows.count >= 2000) await flush()
    const into = early.lines < people / 20 ? early : sheet
    for (const home of b.homes)
      for (const [i, p] of (home.household?.members ?? []).entries())
        await into.add(p, i === 0, [
          grid.community,
          chain.road,
          chain.door,
          chain.estate,
          chain.block,
          home.unit ?? '',
          home.floor,
          home.room,
        ])
  }
  await flush()
  return { ...(await sheet.end(today)), before: await early.end(today), buildings }
}

class Sheet {
  lines = 0
  readonly #wrong = new Set<number>()
  readonly #out
  readonly #path: string
  readonly #every: number
  #last = ''
  #due = 0
  constructor(path: string, every: number) {
    this.#path = path
    this.#every = every
    this.#out = createWriteStream(path)
    this.#out.write(HEAD)
  }

  async add(p: DemoPerson, head: boolean, place: readonly (string | number)[]): Promise<void> {
    this.lines++
    const line = this.lines + 1
    const stay = p.registered === 'here' ? '户籍且居住' : '居住'
    const cells = [
      p.name,
      p.sex === 'male' ? '男' : '女',
      p.born,
      p.idNumber ?? '',
      p.phone ?? '',
      ...place,
      stay,
      head ? '02' : p.kinship,
      p.born > '2016-01-01' ? p.born : '2016-01-01',
      p.care === null ? '' : '是',
      ...papersOf(p),
    ].map(String)
    if (this.lines % this.#every === 0) this.#due++
    // What is wrong with a resident's number is right for other papers.
    if (p.foreign === null && this.#due > 0) {
      this.#due--
      this.#wrong.add(line)
      spoil(cells, this.#wrong.size, this.#last)
    } else if (p.foreign === null && p.idNumber !== null) this.#last = p.idNumber
    if (!this.#out.write(`${cells.join(',')}\n`)) await once(this.#out, 'drain')
  }

  async end(today: string): Promise<PlantedCsv> {
    this.#out.end()
    await once(this.#out, 'close')
    const { size } = await stat(this.#path)
    return { path: this.#path, lines: this.lines, bytes: size, wrong: this.#wrong, today }
  }
}

const papersOf = ({ foreign: f }: DemoPerson): readonly string[] =>
  f === null
    ? Array.from({ length: 8 }, () => '')
    : [
        PAPERS[f.kind],
        f.nationality,
        f.surname ?? '',
        f.given ?? '',
        f.until,
        PURPOSES[f.purpose],
        f.arrivedOn,
        f.leavesOn ?? '',
      ]

/** One of ten things that go wrong in sheets. */
function spoil(cells: string[], n: number, taken: string): void {
  const put = (i: number, text: string): void => {
    cells[i] = text
  }
  switch (n % 10) {
    case 0:
      return put(0, '')
    case 1:
      return put(3, '1.10105E+17')
    case 2:
      return put(3, '99060219801301123X')
    case 3:
      return put(3, '9906021980010')
    case 4:
      return put(3, taken)
    case 5:
      return put(4, '12')
    case 6:
      put(6, '')
      put(7, '')
      return put(8, '没有的小区')
    case 7:
      return put(12, '')
    case 8:
      return put(14, '邻居')
    default:
      return put(15, '2099-01-01')
  }
}
