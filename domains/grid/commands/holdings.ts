import type { Actor } from '@lifang/platform/access.ts'
import { constraintOf, sqlState, type Tx } from '@lifang/platform/db.ts'
import { must } from '@lifang/platform/problem.ts'
import { platformProblem } from '@lifang/platform/problems.ts'
import { msOrNull } from '@lifang/platform/instant.ts'
import { sql } from '@lifang/platform/sql.ts'
import { identityProblem } from '@lifang/domains/identity/schema.ts'
import { areaRow } from '../reads/places.ts'
import { checkHolding, checkStandIn } from '../rules/holdings.ts'
import { POST_SEAT, problem, type Holding, type StandIn } from '../schema.ts'
import type { EndBody, HoldingBody, StandInBody } from '../schema/bodies.ts'
import type { DepartmentRow, HoldingRow } from '../tables.ts'
import { tellChange, type AccountBrief, type GridDeps } from './deps.ts'

/** @throws grid.not-found, identity.admin-holds-no-post: administrators never do the office's work (三员分立) */
async function workingAccount(deps: GridDeps, id: string): Promise<AccountBrief> {
  const [account] = await deps.accounts(deps.db, [id])
  if (account === undefined || account.county !== deps.county || account.disabled) {
    throw problem('grid.not-found', { field: 'account' })
  }
  if (account.admin !== null) throw identityProblem('identity.admin-holds-no-post', { field: 'account' })
  return account
}

/** Changes of one county's posts happen one after the other: what is checked is what stands. */
export const lockPosts = (tx: Tx, county: number): Promise<number> =>
  tx.run(sql`select pg_advisory_xact_lock(hashtext('grid.posts'), ${county}::integer)`)

const seatOf = (h: HoldingRow): string => h.department_id ?? h.area_id
export const asHolding = (h: HoldingRow): Holding => ({
  id: h.id,
  person: h.account_id,
  post: h.post,
  seat: seatOf(h),
  from: h.valid_from.getTime(),
  to: msOrNull(h.valid_to),
})

interface Seat {
  readonly kind: 'area' | 'department'
  readonly key: string
  readonly areaId: string
  readonly departmentId: string | null
}
async function findSeat(tx: Tx, county: number, body: HoldingBody): Promise<Seat> {
  if ((body.area === undefined) === (body.department === undefined)) {
    throw problem('grid.post-wrong-seat', { field: 'post', post: body.post, expected: POST_SEAT[body.post] })
  }
  if (body.department !== undefined) {
    const unit = await tx.maybe<DepartmentRow>(
      sql`select * from department where county = ${county} and id = ${body.department} and valid_to is null`,
    )
    if (unit === undefined) throw problem('grid.not-found', { field: 'department' })
    return { kind: 'department', key: unit.id, areaId: unit.area_id, departmentId: unit.id }
  }
  const area = await areaRow(tx, county, body.area ?? '')
  if (area.valid_to !== null) throw problem('grid.not-found', { field: 'area' })
  return { kind: 'area', key: area.id, areaId: area.id, departmentId: null }
}

/**
 * Gives somebody a post from an instant on. A grid has one primary grid worker at a time.
 * @returns whether it was made now
 * @throws identity.admin-holds-no-post, grid.post-wrong-seat, grid.worker-already-there, grid.seat-full, grid.period-empty,
 *   grid.not-found, platform.command-reused
 */
export async function giveHolding(deps: GridDeps, actor: Actor, body: HoldingBody): Promise<boolean> {
  const { db, county } = deps
  const account = await workingAccount(deps, body.account)
  const from = new Date(body.from)
  const to = body.to === undefined ? null : new Date(body.to)
  const made = await told(() =>
    db.transaction(async (tx) => {
      await lockPosts(tx, county)
      const seat = await findSeat(tx, county, body)
      const known = await tx.maybe<HoldingRow>(sql`select * from holding where id = ${body.id}`)
      if (known !== undefined) {
        const same =
          known.account_id === account.id &&
          known.post === body.post &&
          seatOf(known) === seat.key &&
          known.valid_from.getTime() === from.getTime() &&
          known.stands_in_for === null
        if (!same) throw platformProblem('platform.command-reused', { field: 'id' })
        return false
      }
      const beside = await tx.rows<HoldingRow>(
        sql`select * from holding where county = ${county} and post = ${body.post} and stands_in_for is null
            and coalesce(department_id, area_id) = ${seat.key}`,
      )
      const wanted: Holding = {
        id: body.id,
        person: account.id,
        post: body.post,
        seat: seat.key,
        from: from.getTime(),
        to: msOrNull(to),
      }
      must(checkHolding(wanted, beside.map(asHolding), seat.kind, null))
      await tx.run(sql`insert into holding (id, county, account_id, post, area_id, department_id, valid_from, valid_to)
        values (${body.id}, ${county}, ${account.id}, ${body.post}, ${seat.areaId}, ${seat.departmentId}, ${from}, ${to})`)
      await tellChange(tx, actor, {
        act: 'give-post',
        subjectKind: 'holding',
        subjectId: body.id,
        details: {
          account: account.id,
          post: body.post,
          seat: body.area ?? body.department,
          from: body.from,
        },
      })
      return true
    }),
  )
  if (made) await renew(deps, account.id)
  return made
}

/** What the rule missed by a race the exclusion constraint finds. */
async function told<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (sqlState(error) === '23P01' && constraintOf(error) === 'holding_one_grid_worker') {
      throw problem('grid.worker-already-there', { field: 'from' })
    }
    throw error
  }
}

export async function renew(deps: GridDeps, ...accounts: readonly string[]): Promise<void> {
  await deps.directory.reload()
  for (const id of accounts) deps.forget(id)
}

const forUpdate = async (tx: Tx, county: number, id: string): Promise<HoldingRow> => {
  const row = await tx.maybe<HoldingRow>(
    sql`select * from holding where county = ${county} and id = ${id} for update`,
  )
  if (row === undefined) throw problem('grid.not-found', { field: 'id' })
  return row
}

const standInsFor = (tx: Tx, h: HoldingRow): Promise<HoldingRow[]> =>
  tx.rows<HoldingRow>(
    sql`select * from holding where county = ${h.county} and area_id = ${h.area_id} and post = ${h.post}
        and department_id is not distinct from ${h.department_id} and stands_in_for = ${h.account_id}`,
  )

/**
 * Ends a holding. Whoever stands in for it stops with it; a stand-in that has not begun never does.
 * @throws grid.not-found, grid.holding-ended, grid.period-empty
 */
export async function endHolding(deps: GridDeps, actor: Actor, id: string, body: EndBody): Promise<void> {
  const { db, county, clock } = deps
  const at = body.at === undefined ? new Date(clock.now()) : new Date(body.at)
  const accounts = await db.transaction(async (tx) => {
    await lockPosts(tx, county)
    const row = await forUpdate(tx, county, id)
    if (row.valid_to !== null && row.valid_to <= at)
      throw problem('grid.holding-ended', { at: row.valid_to.toISOString() })
    if (at <= row.valid_from) throw problem('grid.period-empty', { field: 'at' })
    await tx.run(sql`update holding set valid_to = ${at} where id = ${id}`)
    const standIns = row.stands_in_for === null ? await standInsFor(tx, row) : []
    for (const s of standIns) {
      // Rows are never removed: one that had not begun keeps its first millisecond, which has no use.
      const until = s.valid_from < at ? at : new Date(s.valid_from.getTime() + 1)
      if (s.valid_to === null || s.valid_to > until)
        await tx.run(sql`update holding set valid_to = ${until} where id = ${s.id}`)
    }
    await tellChange(tx, actor, {
      act: 'end-post',
      subjectKind: 'holding',
      subjectId: id,
      ground: body.reason,
      details: { account: row.account_id, post: row.post, at: at.toISOString() },
    })
    return [row.account_id, ...standIns.map((s) => s.account_id)]
  })
  await renew(deps, ...accounts)
}

/**
 * AB岗: another account does the work of a holding between two instants; nothing but the dates gives it back.
 * @returns whether it was made now
 * @throws those of `checkStandIn`, identity.admin-holds-no-post, grid.not-found, platform.command-reused
 */
export async function arrangeStandIn(
  deps: GridDeps,
  actor: Actor,
  holdingId: string,
  body: StandInBody,
): Promise<boolean> {
  const { db, county } = deps
  const account = await workingAccount(deps, body.account)
  const [from, to] = [new Date(body.from), new Date(body.to)]
  const done = await db.transaction(async (tx) => {
    await lockPosts(tx, county)
    const holding = await forUpdate(tx, county, holdingId)
    if (holding.stands_in_for !== null) throw problem('grid.stand-in-absent', { field: 'holding' })
    const known = await tx.maybe<HoldingRow>(sql`select * from holding where id = ${body.id}`)
    if (known !== undefined) {
      const same =
        known.account_id === account.id &&
        known.stands_in_for === holding.account_id &&
        known.area_id === holding.area_id &&
        known.valid_from.getTime() === from.getTime()
      if (!same) throw platformProblem('platform.command-reused', { field: 'id' })
      return { made: false, holder: holding.account_id }
    }
    // Everything either of the two holds or stands in for: enough to see who is away.
    const people = [account.id, holding.account_id]
    const rows = await tx.rows<HoldingRow>(
      sql`select * from holding where county = ${county} and (account_id = any(${people}::uuid[]) or stands_in_for = any(${people}::uuid[]))`,
    )
    const own = rows.filter((h) => h.stands_in_for === null)
    const standIns = rows.flatMap((h): StandIn[] => {
      const instead = own.find(
        (o) => o.account_id === h.stands_in_for && o.post === h.post && seatOf(o) === seatOf(h),
      )
      return instead === undefined || h.valid_to === null
        ? []
        : [
            {
              id: h.id,
              holding: instead.id,
              person: h.account_id,
              from: h.valid_from.getTime(),
              to: h.valid_to.getTime(),
            },
          ]
    })
    const wanted: StandIn = {
      id: body.id,
      holding: holding.id,
      person: account.id,
      from: from.getTime(),
      to: to.getTime(),
    }
    must(checkStandIn(wanted, own.map(asHolding), standIns))
    await tx.run(sql`insert into holding (id, county, account_id, post, area_id, department_id, valid_from, valid_to, stands_in_for)
      values (${body.id}, ${county}, ${account.id}, ${holding.post}, ${holding.area_id}, ${holding.department_id}, ${from}, ${to},
        ${holding.account_id})`)
    await tellChange(tx, actor, {
      act: 'stand-in',
      subjectKind: 'holding',
      subjectId: body.id,
      details: {
        account: account.id,
        for: holding.account_id,
        post: holding.post,
        from: body.from,
        to: body.to,
      },
    })
    return { made: true, holder: holding.account_id }
  })
  if (done.made) await renew(deps, account.id, done.holder)
  return done.made
}
