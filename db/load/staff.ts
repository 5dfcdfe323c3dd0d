import { randomInt } from 'node:crypto'
import { DAY } from '@lifang/domains/calendar/rules/instants.ts'
import { hashPassword } from '@lifang/domains/identity/public.ts'
import { checkPassword } from '@lifang/domains/identity/rules.ts'
import type { AdminKind } from '@lifang/domains/identity/schema.ts'
import { TEAM_TEMPLATE_NAMES, TEAM_TEMPLATES, type Post } from '@lifang/domains/grid/schema.ts'
import { newSecret } from '@lifang/platform/crypto.ts'
import type { Tx } from '@lifang/platform/db.ts'
import { newId } from '@lifang/platform/id.ts'
import type { DemoHolding, DemoPerson, DemoStaff } from '../demo/people.ts'
import { insertRows } from './rows.ts'
import { DEMO_SINCE, type LoadedArea, type LoadedDepartment } from './tree.ts'

/** A demo account as printed at the first start and kept in demo-accounts.json. */
export interface DemoAccount {
  username: string
  password: string
  name: string
  /** Key of the post ('dispatcher') or of the administrator ('system-admin'). */
  post: Post | AdminKind
  /** Name of the place or unit where the post is held. */
  area: string
}

/** Letters and digits that are not taken for one another. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'

/** A first password nobody guesses: 14 characters, about 80 bits, within the rules of identity. */
export function demoPassword(account: { username: string; name: string }): string {
  for (;;) {
    const password = Array.from({ length: 14 }, () => LETTERS[randomInt(LETTERS.length)]).join('')
    if (checkPassword(password, account).ok) return password
  }
}

const ADMINISTRATORS: readonly (readonly [AdminKind, username: string, name: string])[] = [
  ['system-admin', 'sysadmin', '系统管理员'],
  ['security-admin', 'secadmin', '安全管理员'],
  ['audit-admin', 'auditadmin', '审计管理员'],
]

/** Desk posts a visitor may play: username and how many of them. */
const DESKS: readonly (readonly [Post, username: string, count: number])[] = [
  ['intake-officer', 'intake', 2],
  ['dispatcher', 'dispatch', 2],
  ['duty-chief', 'chief', 2],
  ['leader', 'leader', 1],
  ['supervisor', 'supervisor', 1],
  ['checker', 'checker', 2],
  ['inspector', 'inspector', 2],
  ['community-manager', 'community', 2],
  ['grid-worker', 'grid', 4],
  ['grid-manager', 'gridkeeper', 1],
]
/** Posts of the whole district's command centre: they come last, a visitor begins in the street. */
const DISTRICT: readonly (readonly [Post, username: string])[] = [
  ['duty-chief', 'district-chief'],
  ['leader', 'district-leader'],
]
/** Units a visitor may play, each with its lead and one handler. */
const UNITS: readonly (readonly [departmentKey: string, username: string])[] = [
  ['public-works', 'works'],
  ['urban-enforcement', 'enforcement'],
  ['sanitation', 'sanitation'],
  ['parks', 'parks'],
  ['traffic-police', 'traffic'],
  ['justice', 'justice'],
]

interface Chosen {
  readonly holding: DemoHolding
  readonly username: string
}

/** Which of the staff can be signed in as. The first seats of the first street: county posts come later in the list. */
function choose({ holdings }: DemoStaff): Chosen[] {
  const chosen: Chosen[] = []
  const taken = new Set<string>()
  const take = (holding: DemoHolding, username: string): void => {
    taken.add(holding.person)
    chosen.push({ holding, username })
  }
  for (const [post, username, count] of DESKS) {
    const fit = holdings.filter((h) => h.post === post && h.seat.length > 6)
    // Grid workers and community managers of different places, so that a visitor sees that scopes differ.
    const spread = new Map<string, DemoHolding>()
    for (const h of fit) {
      const place = post === 'grid-worker' ? h.seat.slice(0, 12) : h.seat
      const key = post === 'grid-worker' || post === 'community-manager' ? place : h.person
      if (!spread.has(key) && !taken.has(h.person)) spread.set(key, h)
    }
    ;[...spread.values()]
      .slice(0, count)
      .forEach((h, i) => take(h, count === 1 ? username : `${username}${i + 1}`))
  }
  for (const [unit, username] of UNITS) {
    for (const [post, suffix] of [
      ['handler-lead', '-lead'],
      ['handler', ''],
    ] as const) {
      const holding = holdings.find((h) => h.post === post && h.seat === unit)
      if (holding !== undefined) take(holding, `${username}${suffix}`)
    }
  }
  for (const [post, username] of DISTRICT) {
    const holding = holdings.find((h) => h.post === post && h.seatKind === 'area' && h.seat.length === 6)
    if (holding !== undefined) take(holding, username)
  }
  return chosen
}

/**
 * Writes accounts and holdings. Only the chosen accounts can be signed in to; everybody else shares the hash of one secret
 * that is thrown away at once, so nobody can, and the slow hash is made once (a security administrator resets it to open one).
 */
export async function loadStaff(
  tx: Tx,
  county: number,
  staff: DemoStaff,
  areas: ReadonlyMap<string, LoadedArea>,
  units: ReadonlyMap<string, LoadedDepartment>,
  now: number,
): Promise<DemoAccount[]> {
  const chosen = new Map(choose(staff).map((c) => [c.holding.person, c]))
  const nobody = await hashPassword(newSecret())
  const accounts: DemoAccount[] = []
  const seatOf = (h: DemoHolding): string =>
    (h.seatKind === 'area' ? areas.get(h.seat)?.name : units.get(h.seat)?.name) ?? h.seat

  const rows: Record<string, unknown>[] = []
  const add = async (
    person: Pick<DemoPerson, 'name' | 'phone'> | { name: string; phone: null },
    username: string,
    admin: AdminKind | null,
    given: DemoAccount | null,
  ): Promise<string> => {
    const id = newId()
    if (given !== null) accounts.push(given)
    rows.push({
      id,
      county,
      username,
      name: person.name,
      kind: 'person',
      password_hash: given === null ? nobody : await hashPassword(given.password),
      admin,
      phone: person.phone,
      must_change_password: false,
      created_at: DEMO_SINCE,
    })
    return id
  }
  const administrators = ADMINISTRATORS.map(([admin, username, name]) => {
    const password = demoPassword({ username, name })
    return add({ name, phone: null }, username, admin, {
      username,
      password,
      name,
      post: admin,
      area: '云溪区',
    })
  })
  const people = staff.people.map(async (person) => {
    const mine = chosen.get(person.key)
    if (mine === undefined) return [person.key, await add(person, person.key, null, null)] as const
    const { username, holding } = mine
    const { name } = person
    const password = demoPassword({ username, name })
    const given = { username, password, name, post: holding.post, area: seatOf(holding) }
    return [person.key, await add(person, username, null, given)] as const
  })
  await Promise.all(administrators)
  const idOf = new Map(await Promise.all(people))
  const last: readonly string[] = DISTRICT.map(([, username]) => username)
  accounts.sort((a, b) => Number(last.includes(a.username)) - Number(last.includes(b.username)))
  await insertRows(tx, 'account', rows)
  await insertRows(
    tx,
    'holding',
    staff.holdings.map((h) => {
      const unit = h.seatKind === 'department' ? units.get(h.seat) : undefined
      const areaId = h.seatKind === 'area' ? areas.get(h.seat)?.id : unit?.areaId
      const accountId = idOf.get(h.person)
      if (areaId === undefined || accountId === undefined)
        throw new Error(`holding of ${h.person} at ${h.seat}`)
      return {
        id: newId(),
        county,
        account_id: accountId,
        post: h.post,
        area_id: areaId,
        department_id: unit?.id ?? null,
        valid_from: DEMO_SINCE,
      }
    }),
  )
  await insertRows(tx, 'holding', standInOf(county, staff, areas, idOf, now))
  return accounts
}

/** AB岗: in the last community a grid worker is away this week, and the neighbour does the work until it returns by itself. */
function standInOf(
  county: number,
  { holdings }: DemoStaff,
  areas: ReadonlyMap<string, LoadedArea>,
  idOf: ReadonlyMap<string, string>,
  now: number,
): Record<string, unknown>[] {
  const workers = holdings.filter((h) => h.post === 'grid-worker').toReversed()
  const away = workers.find((w) =>
    workers.some((o) => o !== w && o.seat.slice(0, 12) === w.seat.slice(0, 12)),
  )
  const beside = workers.find((w) => w !== away && w.seat.slice(0, 12) === away?.seat.slice(0, 12))
  if (away === undefined || beside === undefined) return []
  return [
    {
      id: newId(),
      county,
      account_id: idOf.get(beside.person),
      post: 'grid-worker',
      area_id: areas.get(away.seat)?.id,
      valid_from: new Date(now - 2 * DAY),
      valid_to: new Date(now + 5 * DAY),
      stands_in_for: idOf.get(away.person),
    },
  ]
}

/** The team templates of the grid domain, as data. */
export const loadTeamTemplates = (tx: Tx): Promise<void> =>
  insertRows(
    tx,
    'team_template',
    TEAM_TEMPLATE_NAMES.map((key) => ({
      key,
      name: { '1+4+X': '1+4+X', 'one-lead-three-members': '一长三员' }[key],
      members: TEAM_TEMPLATES[key],
    })),
    'on conflict do nothing',
  )
