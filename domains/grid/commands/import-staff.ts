import { readXlsx, writeXlsx } from 'hucre/xlsx'
import type { Actor } from '@lifang/platform/access.ts'
import { sha256 } from '@lifang/platform/crypto.ts'
import type { Tx } from '@lifang/platform/db.ts'
import { newId } from '@lifang/platform/id.ts'
import { say, type Phrases } from '@lifang/platform/lang.ts'
import { platformProblem } from '@lifang/platform/problems.ts'
import { sql } from '@lifang/platform/sql.ts'
import { officeDay } from '@lifang/domains/calendar/rules/instants.ts'
import {
  accountsNamed,
  addStaff,
  firstPasswords,
  readyStaff,
  type NamedAccount,
} from '@lifang/domains/identity/public.ts'
import {
  cellText,
  FAULT_HEAD,
  readAccounts,
  readPosts,
  readStaff,
  STAFF_COLUMNS,
  STAFF_HEADS,
  type KnownAccount,
  type SheetSeat,
  type StaffFacts,
  type StaffLine,
} from '../rules/staff-sheet.ts'
import { POSTS, POST_SEAT, type Post } from '../schema.ts'
import { staffProblem, type SheetFault, type StaffImportView } from '../schema/staff.ts'
import type { HoldingRow, StaffImportRow } from '../tables.ts'
import { tellMany, type GridDeps } from './deps.ts'
import { asHolding, lockPosts, renew } from './holdings.ts'

export interface StaffDeps extends GridDeps {
  /** 48 bytes: the first passwords follow from it. */
  readonly fieldKey: Buffer
  /** Words of posts and sentences of faults, in the office's language. */
  readonly phrases: Phrases
}
export type StaffKind = 'accounts' | 'posts'

const SHEET_BYTES = 3_000_000
const FAULTS_SHOWN = 200

type Cells = readonly (readonly unknown[])[]

/** The cells of the first sheet. @throws admin.not-a-sheet, admin.sheet-empty */
async function cellsOf(bytes: Buffer): Promise<Cells> {
  // Every workbook is a ZIP; a text, a picture or an old binary file ends here and not in the parser.
  if (bytes.length < 4 || bytes.length > SHEET_BYTES || bytes.readUInt32BE(0) !== 0x504b0304)
    throw staffProblem('admin.not-a-sheet', { field: 'file' })
  const book = await readXlsx(bytes).catch(() => null)
  const rows = book?.sheets[0]?.rows
  if (rows === undefined) throw staffProblem('admin.not-a-sheet', { field: 'file' })
  if (rows.length < 2) throw staffProblem('admin.sheet-empty', { field: 'file' })
  return rows
}

const postWords = (phrases: Phrases): Map<string, Post> =>
  new Map(POSTS.map((post) => [phrases[`grid.post.${post}`] ?? post, post]))

function factsFor({ directory, clock, phrases }: StaffDeps): StaffFacts {
  const now = clock.now()
  const add = (map: Map<string, SheetSeat[]>, name: string, seat: SheetSeat): void => {
    const list = map.get(name) ?? []
    if (!list.some((s) => s.key === seat.key)) list.push(seat)
    map.set(name, list)
  }
  const areas = new Map<string, SheetSeat[]>()
  for (const a of directory.areas()) {
    if (a.validTo !== null && a.validTo <= now) continue
    const seat = { kind: 'area', key: a.id, areaId: a.id, departmentId: null } as const
    add(areas, a.code, seat)
    add(areas, a.name, seat)
  }
  const departments = new Map<string, SheetSeat[]>()
  for (const d of directory.departments())
    add(departments, d.name, { kind: 'department', key: d.id, areaId: d.areaId, departmentId: d.id })
  return { today: officeDay(now), posts: postWords(phrases), areas, departments }
}

async function knownOf(
  deps: StaffDeps,
  tx: Tx,
  lines: readonly StaffLine[],
): Promise<Map<string, KnownAccount>> {
  const rows = await accountsNamed(tx, [...new Set(lines.map((l) => l.username))])
  const usable = (a: NamedAccount): boolean =>
    a.county === deps.county && a.kind === 'person' && a.admin === null && !a.disabled
  return new Map(rows.map((a) => [a.username.toLowerCase(), { id: a.id, name: a.name, usable: usable(a) }]))
}

/** What a sheet means for one of the two administrators, on what stands in this transaction. */
async function weigh(deps: StaffDeps, tx: Tx, kind: StaffKind, cells: Cells) {
  const read = readStaff(cells, factsFor(deps))
  const known = await knownOf(deps, tx, read.lines)
  const sorted = (faults: readonly SheetFault[]): SheetFault[] =>
    [...read.faults, ...faults].toSorted((a, b) => a.row - b.row)
  if (kind === 'accounts') {
    const { added, same, faults } = readAccounts(read.lines, known)
    return { rows: read.rows, accounts: added, posts: [], added: added.length, same, faults: sorted(faults) }
  }
  const seats = [...new Set(read.lines.flatMap((l) => (l.held === null ? [] : [l.held.seat.key])))]
  const standing = await tx.rows<HoldingRow>(
    sql`select * from holding where county = ${deps.county} and stands_in_for is null
        and coalesce(department_id, area_id) = any(${seats}::uuid[])`,
  )
  const { added, same, faults } = readPosts(read.lines, known, standing.map(asHolding), newId)
  return { rows: read.rows, accounts: [], posts: added, added: added.length, same, faults: sorted(faults) }
}

interface Kept {
  readonly rows: number
  readonly same: number
  readonly added: number
  readonly people: readonly { readonly username: string; readonly name: string }[]
  /** Of their first passwords. */
  readonly passwordLength: number
}

/**
 * Reads a workbook of staff. Without `apply` it only says what would happen; with it all of it or nothing: a sheet with one wrong
 * cell changes nothing. A repeated command gets its answer again, first passwords included.
 * @throws admin.not-a-sheet, admin.sheet-empty, admin.sheet-wrong, identity.username-taken, platform.command-reused
 */
export async function importStaff(
  deps: StaffDeps,
  actor: Actor,
  kind: StaffKind,
  given: { readonly id: string; readonly apply: boolean; readonly bytes: Buffer },
): Promise<StaffImportView> {
  const cells = await cellsOf(given.bytes)
  const seen = await weigh(deps, deps.db, kind, cells)
  const { rows, added, same } = seen
  const shown = { rows, added, same, faults: seen.faults.slice(0, FAULTS_SHOWN) }
  if (!given.apply) return { ...shown, done: false, passwords: [] }
  const hash = sha256(JSON.stringify([kind, actor.accountId, sha256(given.bytes).toString('hex')]))
  const asked = { id: given.id, kind, hash }
  const before = await answered(deps, deps.db, asked)
  if (before !== null) return viewOf(deps, given.id, before)
  refuseFaults(seen.faults)
  // The hashes are slow and are made before anything is locked; the sheet is weighed again under the lock.
  const ready = await readyStaff(deps, given.id, seen.accounts)
  const { kept, touched } = await deps.db.transaction(async (tx) => {
    await lockPosts(tx, deps.county)
    const again = await answered(deps, tx, asked)
    if (again !== null) return { kept: again, touched: [] }
    const found = await weigh(deps, tx, kind, cells)
    refuseFaults(found.faults)
    const names = new Set(found.accounts.map((a) => a.username))
    const people = ready.people.filter((p) => names.has(p.username))
    await addStaff(tx, actor, deps.county, people)
    await givePosts(deps, tx, actor, found.posts)
    const kept: Kept = {
      rows: found.rows,
      same: found.same,
      added: found.added,
      people: people.map(({ username, name }) => ({ username, name })),
      passwordLength: ready.passwordLength,
    }
    await tx.run(sql`insert into staff_import (county, id, kind, request_hash, answer, by_id, at)
      values (${deps.county}, ${given.id}, ${kind}, ${hash}, ${JSON.stringify(kept)}::jsonb, ${actor.accountId},
        ${new Date(deps.clock.now())})`)
    return { kept, touched: found.posts.map((p) => p.holding.person) }
  })
  if (touched.length > 0) await renew(deps, ...touched)
  return viewOf(deps, given.id, kept)
}

function refuseFaults(faults: readonly SheetFault[]): void {
  const [first] = faults
  if (first !== undefined)
    throw staffProblem('admin.sheet-wrong', { count: faults.length, row: first.row, column: first.column })
}

async function answered(
  deps: StaffDeps,
  tx: Tx,
  { id, kind, hash }: { readonly id: string; readonly kind: StaffKind; readonly hash: Buffer },
): Promise<Kept | null> {
  const row = await tx.maybe<StaffImportRow & { readonly answer: Kept }>(
    sql`select * from staff_import where county = ${deps.county} and id = ${id}`,
  )
  if (row === undefined) return null
  if (row.kind !== kind || !row.request_hash.equals(hash))
    throw platformProblem('platform.command-reused', { field: 'id' })
  return row.answer
}

const viewOf = ({ fieldKey }: StaffDeps, id: string, kept: Kept): StaffImportView => ({
  rows: kept.rows,
  added: kept.added,
  same: kept.same,
  faults: [],
  done: true,
  passwords: firstPasswords(fieldKey, id, kept.people, kept.passwordLength),
})

async function givePosts(
  deps: StaffDeps,
  tx: Tx,
  actor: Actor,
  posts: Awaited<ReturnType<typeof weigh>>['posts'],
): Promise<void> {
  const rows = posts.map(({ holding: h, seat }) => ({
    ...seat,
    ...h,
    from: new Date(h.from),
    to: h.to === null ? null : new Date(h.to),
  }))
  await tx.run(sql`insert into holding (id, county, account_id, post, area_id, department_id, valid_from, valid_to)
    select id, ${deps.county}, person, post, "areaId", "departmentId", "from", "to"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as h(id uuid, person uuid, post text, "areaId" uuid, "departmentId" uuid,
      "from" timestamptz, "to" timestamptz)`)
  await tellMany(
    tx,
    actor,
    posts.map(({ holding: h, seat }) => ({
      act: 'give-post',
      subjectKind: 'holding',
      subjectId: h.id,
      details: { account: h.person, post: h.post, seat: seat.key, from: new Date(h.from).toISOString() },
    })),
  )
}

const book = async (sheets: readonly { name: string; rows: (string | number)[][] }[]): Promise<Buffer> =>
  Buffer.from(await writeXlsx({ sheets: sheets.map((s) => ({ ...s, freezePane: { rows: 1 } })) }))

/** The sheet as it was sent, its faults in words in a last column. @throws admin.not-a-sheet, admin.sheet-empty */
export async function markedSheet(deps: StaffDeps, kind: StaffKind, bytes: Buffer): Promise<Buffer> {
  const cells = await cellsOf(bytes)
  const { faults } = await weigh(deps, deps.db, kind, cells)
  const old = (cells[0] ?? []).map(cellText).indexOf(FAULT_HEAD)
  const width = Math.max(...cells.map((row) => row.length))
  const rows = cells.map((row, i) => {
    const own = Array.from({ length: width }, (_, c) => cellText(row[c])).filter((_, c) => c !== old)
    const said = faults
      .filter((f) => f.row === i + 1)
      .map((f) => `${f.column}：${say(deps.phrases, f.code, { value: f.value })}`)
    if (i === 0) return [...own, [FAULT_HEAD, ...said].join('；')]
    return [...own, said.join('；')]
  })
  return book([{ name: '人员', rows }])
}

/** The workbook to fill in: the heads, and on further sheets how and with which words. */
export function staffTemplate({ directory, clock, phrases }: StaffDeps): Promise<Buffer> {
  const now = clock.now()
  const areas = directory
    .areas()
    .filter((a) => a.validTo === null || a.validTo > now)
    .toSorted((a, b) => a.path.localeCompare(b.path))
  const words = (key: string): string => phrases[`admin.template.${key}`] ?? key
  return book([
    { name: '人员', rows: [STAFF_COLUMNS.map((c) => STAFF_HEADS[c])] },
    {
      name: '填写说明',
      rows: [[words('column'), words('how')], ...STAFF_COLUMNS.map((c) => [STAFF_HEADS[c], words(c)])],
    },
    {
      name: '岗位',
      rows: [
        [STAFF_HEADS.post, words('seat')],
        ...[...postWords(phrases)].map(([word, post]) => [
          word,
          phrases[`grid.seat.${POST_SEAT[post]}`] ?? '',
        ]),
      ],
    },
    {
      name: '区域',
      rows: [
        [words('code'), words('area-name'), words('level')],
        ...areas.map((a) => [a.code, a.name, phrases[`grid.level.${a.levelKey}`] ?? '']),
      ],
    },
    {
      name: '部门',
      rows: [[STAFF_HEADS.department], ...directory.departments().map((d) => [d.name])],
    },
  ])
}
