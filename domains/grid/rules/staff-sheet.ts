/**
 * A workbook of staff, one row a post (a person with two posts has two rows). Reading finds every error by row and column and
 * decides nothing; `readAccounts` and `readPosts` then say what the sheet means for either administrator.
 */
import { DAY, dayOf, dayStart } from '@lifang/domains/calendar/rules/instants.ts'
import { POST_SEAT, type Holding, type Post } from '../schema.ts'
import type { SheetFault } from '../schema/staff.ts'
import { checkHolding } from './holdings.ts'

export const STAFF_HEADS = {
  username: '用户名',
  name: '姓名',
  phone: '手机号',
  post: '岗位',
  place: '区域',
  department: '部门',
  from: '任职起',
  to: '任职止',
} as const
export type StaffColumn = keyof typeof STAFF_HEADS
export const STAFF_COLUMNS = Object.keys(STAFF_HEADS) as readonly StaffColumn[]
/** Head of the column that says what is wrong, in the workbook that goes back. */
export const FAULT_HEAD = '错误说明'
/** Rows read at most: each new account costs a slow hash. */
export const STAFF_ROWS = 500

export interface SheetSeat {
  readonly kind: 'area' | 'department'
  /** Id of the area or department. */
  readonly key: string
  readonly areaId: string
  readonly departmentId: string | null
}
export interface StaffFacts {
  /** Office day of now: posts without a start begin with it. */
  readonly today: number
  readonly posts: ReadonlyMap<string, Post>
  /** Areas in force by code and by name, departments by name; several of one name cannot be told apart. */
  readonly areas: ReadonlyMap<string, readonly SheetSeat[]>
  readonly departments: ReadonlyMap<string, readonly SheetSeat[]>
}
export interface StaffLine {
  readonly row: number
  readonly username: string
  readonly name: string
  readonly phone: string | null
  readonly held: {
    readonly post: Post
    readonly seat: SheetSeat
    readonly from: number
    readonly to: number | null
  } | null
}
export interface StaffRead {
  readonly rows: number
  readonly lines: readonly StaffLine[]
  readonly faults: SheetFault[]
}

type Row = Readonly<Record<StaffColumn, string>>
type Wrong = (column: StaffColumn, code: string) => null

/** A cell as text; a date cell as its day. */
export function cellText(value: unknown): string {
  if (typeof value === 'string') return value.normalize('NFC').trim()
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (value instanceof Date && Number.isFinite(value.getTime())) return value.toISOString().slice(0, 10)
  return ''
}

/**
 * Codes: `admin.sheet.head-missing`, `-empty`, `-too-many`, `-bad-username`, `-bad-name`, `-bad-phone`, `-unknown-post`,
 * `-unknown-area`, `-two-areas`, `-unknown-department`, `-two-departments`, `-wants-area`, `-wants-department`, `-bad-date`,
 * `-period-empty`, `-post-missing`.
 */
export function readStaff(table: readonly (readonly unknown[])[], facts: StaffFacts): StaffRead {
  const heads = (table[0] ?? []).map(cellText)
  const missing = STAFF_COLUMNS.filter((c) => !heads.includes(STAFF_HEADS[c]))
  if (missing.length > 0)
    return {
      rows: 0,
      lines: [],
      faults: missing.map((c) => ({
        row: 1,
        column: STAFF_HEADS[c],
        code: 'admin.sheet.head-missing',
        value: '',
      })),
    }
  const at = new Map(STAFF_COLUMNS.map((c) => [c, heads.indexOf(STAFF_HEADS[c])] as const))
  const faults: SheetFault[] = []
  const lines: StaffLine[] = []
  let rows = 0
  for (const [index, cells] of table.entries()) {
    const read = (c: StaffColumn): string => cellText(cells[at.get(c) ?? -1])
    if (index === 0 || STAFF_COLUMNS.every((c) => read(c) === '')) continue
    const wrong: Wrong = (column, code) => {
      const value = read(column).slice(0, 60)
      faults.push({ row: index + 1, column: STAFF_HEADS[column], code: `admin.sheet.${code}`, value })
      return null
    }
    if (++rows > STAFF_ROWS) {
      wrong('username', 'too-many')
      break
    }
    const row: Row = {
      username: read('username'),
      name: read('name'),
      phone: read('phone'),
      post: read('post'),
      place: read('place'),
      department: read('department'),
      from: read('from'),
      to: read('to'),
    }
    const line = readRow(index + 1, row, facts, wrong)
    if (line !== null) lines.push(line)
  }
  return { rows, lines, faults }
}

function readRow(row: number, cells: Row, facts: StaffFacts, wrong: Wrong): StaffLine | null {
  const { username, name, phone } = cells
  const person = [
    username === ''
      ? wrong('username', 'empty')
      : /^[\p{L}\p{N}._@-]{2,60}$/u.test(username)
        ? username
        : wrong('username', 'bad-username'),
    name === ''
      ? wrong('name', 'empty')
      : [...name].length <= 60 && !/[\p{Cc}\p{Cf}<>]/u.test(name)
        ? name
        : wrong('name', 'bad-name'),
    phone === '' || /^[0-9+ -]{5,20}$/.test(phone) ? phone : wrong('phone', 'bad-phone'),
  ]
  const held = readHeld(cells, facts, wrong)
  if (person.includes(null) || held === undefined) return null
  return { row, username, name, phone: phone === '' ? null : phone, held }
}

/** The post of a row; null: it names none; undefined: it is wrong. */
function readHeld(cells: Row, facts: StaffFacts, wrong: Wrong): StaffLine['held'] | undefined {
  if (cells.post === '') {
    if (cells.place === '' && cells.department === '') return null
    return void wrong('post', 'post-missing')
  }
  const post = facts.posts.get(cells.post)
  if (post === undefined) return void wrong('post', 'unknown-post')
  const seat = readSeat(post, cells, facts, wrong)
  const from = cells.from === '' ? facts.today : readDay(cells.from)
  const to = cells.to === '' ? null : readDay(cells.to)
  if (from === undefined) wrong('from', 'bad-date')
  if (to === undefined) wrong('to', 'bad-date')
  if (seat === null || from === undefined || to === undefined) return undefined
  if (to !== null && to < from) return void wrong('to', 'period-empty')
  // The last day is held to its end.
  return { post, seat, from: dayStart(from), to: to === null ? null : dayStart(to + 1) }
}

function readSeat(post: Post, cells: Row, facts: StaffFacts, wrong: Wrong): SheetSeat | null {
  if (POST_SEAT[post] === 'department') {
    if (cells.department === '') return wrong('department', 'wants-department')
    const found = facts.departments.get(cells.department) ?? []
    if (found.length > 1) return wrong('department', 'two-departments')
    return found[0] ?? wrong('department', 'unknown-department')
  }
  if (cells.place === '') return wrong('place', 'wants-area')
  const found = facts.areas.get(cells.place) ?? []
  if (found.length > 1) return wrong('place', 'two-areas')
  return found[0] ?? wrong('place', 'unknown-area')
}

/** Day number of 2026-12-01, 2026/12/1, 2026年12月1日 or an Excel serial; undefined: none of them. */
function readDay(text: string): number | undefined {
  const plain = text.normalize('NFKC')
  if (/^[2-7]\d{4}$/.test(plain)) return dayOf('1899-12-30') + Number(plain)
  const match = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(plain)
  if (match === null) return undefined
  const date = `${match[1] ?? ''}-${(match[2] ?? '').padStart(2, '0')}-${(match[3] ?? '').padStart(2, '0')}`
  const day = dayOf(date)
  const real = Number.isFinite(day) && new Date(day * DAY).toISOString().slice(0, 10) === date
  return real && date >= '2000-01-01' && date <= '2199-12-31' ? day : undefined
}

export interface KnownAccount {
  readonly id: string
  readonly name: string
  /** Of this county, a person, no administrator, in use. */
  readonly usable: boolean
}
/** Accounts by lower-case username. */
export type KnownAccounts = ReadonlyMap<string, KnownAccount>

const fault = (line: StaffLine, column: StaffColumn, code: string, value: string): SheetFault => ({
  row: line.row,
  column: STAFF_HEADS[column],
  code: `admin.sheet.${code}`,
  value,
})

/** Accounts the sheet adds. Codes: `admin.sheet.username-taken`, `-account-unusable`, `-name-differs`, `-phone-differs`. */
export function readAccounts(lines: readonly StaffLine[], known: KnownAccounts) {
  const people = new Map<string, StaffLine>()
  const same = new Set<string>()
  const faults: SheetFault[] = []
  for (const line of lines) {
    const key = line.username.toLowerCase()
    const there = known.get(key)
    const first = people.get(key)
    if (there !== undefined && !there.usable)
      faults.push(fault(line, 'username', 'account-unusable', line.username))
    else if (there !== undefined && there.name !== line.name)
      faults.push(fault(line, 'username', 'username-taken', line.username))
    else if (there !== undefined) same.add(key)
    else if (first === undefined) people.set(key, line)
    else if (first.name !== line.name) faults.push(fault(line, 'name', 'name-differs', line.name))
    else if (line.phone !== null && first.phone !== line.phone)
      faults.push(fault(line, 'phone', 'phone-differs', line.phone))
  }
  return { added: [...people.values()], same: same.size, faults }
}

/**
 * Posts the sheet gives. `standing` are own holdings (no stand-ins) of the seats the sheet names.
 * Codes: `admin.sheet.no-account`, `-account-unusable`, `-username-taken`, `-worker-there`, `-row-twice`.
 */
export function readPosts(
  lines: readonly StaffLine[],
  known: KnownAccounts,
  standing: readonly Holding[],
  mintId: () => string,
) {
  const added: { readonly holding: Holding; readonly seat: SheetSeat; readonly username: string }[] = []
  const faults: SheetFault[] = []
  let same = 0
  for (const line of lines) {
    const { held } = line
    if (held === null) continue
    const account = known.get(line.username.toLowerCase())
    if (account === undefined || !account.usable || account.name !== line.name) {
      const code =
        account === undefined ? 'no-account' : account.usable ? 'username-taken' : 'account-unusable'
      faults.push(fault(line, 'username', code, line.username))
      continue
    }
    const wanted: Holding = {
      id: mintId(),
      person: account.id,
      post: held.post,
      seat: held.seat.key,
      from: held.from,
      to: held.to,
    }
    const mine = (h: Holding): boolean =>
      h.person === wanted.person &&
      h.post === wanted.post &&
      h.seat === wanted.seat &&
      (h.to === null || h.to > wanted.from) &&
      (wanted.to === null || wanted.to > h.from)
    if (standing.some(mine)) {
      same++
      continue
    }
    if (added.some((a) => mine(a.holding))) {
      faults.push(fault(line, 'post', 'row-twice', line.name))
      continue
    }
    const beside = [...standing, ...added.map((a) => a.holding)].filter(
      (h) => h.seat === wanted.seat && h.post === wanted.post,
    )
    if (checkHolding(wanted, beside, held.seat.kind, null).ok)
      added.push({ holding: wanted, seat: held.seat, username: line.username })
    else faults.push(fault(line, 'post', 'worker-there', line.name))
  }
  return { added, same, faults }
}
