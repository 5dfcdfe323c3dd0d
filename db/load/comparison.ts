import type { Actor } from '@lifang/platform/access.ts'
import type { Db } from '@lifang/platform/db.ts'
import { newId } from '@lifang/platform/id.ts'
import { sql } from '@lifang/platform/sql.ts'
import {
  addLines,
  createComparison,
  personPlace,
  runComparisons,
  startComparison,
  type ComparisonDeps,
} from '@lifang/domains/registry/public.ts'
import { dice } from '../demo/random.ts'

const BATCH = 500
/** Fictional: area 990602 is nobody's. */
const STRANGERS = [
  ['司马晓峰', '男', '990602198611070018'],
  ['慕容佳宁', '女', '990602199203140026'],
  ['东方启明', '男', '990602197505210019'],
] as const
type Line = Readonly<Record<'name' | 'sex' | 'idNumber' | 'phone' | 'address' | 'state', string>>

/**
 * The first community's people held against what the police might have of them: mostly the same, with planted differences of every
 * kind. It goes through the commands as any comparison does.
 */
export async function loadDemoComparison(deps: ComparisonDeps, admin: Db, seed: number): Promise<void> {
  const { county, fields, clock } = deps
  const manager = await admin.maybe<{ id: string; name: string; path: string; code: string }>(
    sql`select n.id, n.name, a.path, a.code from holding h join area a on a.id = h.area_id join account n on n.id = h.account_id
        where a.county = ${county} and h.post = 'community-manager' and h.valid_to is null and a.valid_to is null order by n.username limit 1`,
  )
  if (manager === undefined) return
  const actor: Actor = {
    accountId: manager.id,
    name: manager.name,
    kind: 'person',
    county,
    holdings: await deps.directory.holdingsOf(manager.id, clock.now()),
  }
  const chance = dice(seed).fork('comparison')
  const people = await admin.rows<{
    id: string
    name: string
    sex: string
    id_number: Buffer
    phone: Buffer | null
    address: string
  }>(
    sql`select p.id, p.name, p.sex, p.id_number, p.phone, h.address from person p
        join residence r on r.county = p.county and r.person_id = p.id and r.kind = 'registered' and r.to_on is null
        join home h on h.county = r.county and h.id = r.home_id
        where p.county = ${county} and p.id_kind = 'resident-id' and p.id_number is not null and p.status = 'here'
          and starts_with(h.area_path, ${manager.path}) order by p.id`,
  )
  const lines = people.flatMap((p): Line[] => {
    const open = (column: 'id_number' | 'phone', sealed: Buffer): string =>
      fields.open(sealed, personPlace(column, p.id))
    const line: Line = {
      name: p.name,
      sex: p.sex === 'female' ? '女' : '男',
      idNumber: open('id_number', p.id_number),
      phone: p.phone === null ? '' : open('phone', p.phone),
      address: p.address,
      state: '正常',
    }
    const drawn = chance.next()
    if (drawn < 0.02) return []
    if (drawn < 0.03) return [{ ...line, state: '死亡' }]
    if (drawn < 0.04) return [{ ...line, state: '注销' }]
    if (drawn < 0.09) return [{ ...line, phone: `1990000${String(chance.int(1000, 9999))}` }]
    if (drawn < 0.11)
      return [{ ...line, name: `${p.name.slice(0, -1)}${chance.pick(['涵', '宇', '妍', '博'])}` }]
    if (drawn < 0.12) return [{ ...line, sex: line.sex === '男' ? '女' : '男' }]
    if (drawn < 0.15) return [{ ...line, address: line.address.replace(/\d+室$/, '909室') }]
    return [line]
  })
  const strangers = STRANGERS.map(([name, sex, idNumber], i): Line => {
    const address = people[i * 40]?.address ?? ''
    return { name, sex, idNumber, phone: '', address, state: '正常' }
  })
  const all = chance.shuffle([...lines, ...strangers])
  const id = newId()
  await createComparison(deps, actor, {
    id,
    register: 'police',
    registerName: '',
    basis: '区公安分局人口数据共享协议（演示）',
    purpose: '核对户籍人口底数',
    area: manager.code,
    fields: ['name', 'sex', 'phone', 'address'],
    stay: 'registered',
    ageFrom: null,
    ageTo: null,
    via: 'api',
  })
  for (let n = 0; n * BATCH < all.length; n++)
    await addLines(deps, actor, id, { id: newId(), n, lines: all.slice(n * BATCH, (n + 1) * BATCH) })
  await startComparison(deps, actor, id, { id: newId(), columns: {} })
  await runComparisons(deps)
}
