import type { Actor } from '@lifang/platform/access.ts'
import type { Tx } from '@lifang/platform/db.ts'
import type { Files } from '@lifang/platform/files.ts'
import { must } from '@lifang/platform/problem.ts'
import { platformProblem } from '@lifang/platform/problems.ts'
import { sql } from '@lifang/platform/sql.ts'
import { audit } from '@lifang/domains/audit/public.ts'
import { mayApprovePortrait, mayKeepPortrait } from '../access.ts'
import { isWorker, portraitOf, portraitView } from '../reads/portrait.ts'
import { problem } from '../schema.ts'
import type { PortraitAct, PortraitBody, PortraitView } from '../schema/portrait.ts'
import type { WorkerPortraitRow } from '../tables.ts'
import type { GridDeps } from './deps.ts'

export type PortraitDeps = Pick<GridDeps, 'db' | 'clock' | 'county' | 'directory' | 'accounts'> & {
  readonly files: Files
}

/** One change of a person's portrait at a time. */
const lock = (tx: Tx, account: string): Promise<number> =>
  tx.run(sql`select pg_advisory_xact_lock(hashtext('grid.portrait'), hashtext(${account}))`)

const byCommand = (deps: PortraitDeps, tx: Tx, id: string): Promise<WorkerPortraitRow | undefined> =>
  tx.maybe<WorkerPortraitRow>(
    sql`select * from worker_portrait where county = ${deps.county} and ${id} in (id, approval_id, end_id)`,
  )

const tell = (
  deps: PortraitDeps,
  tx: Tx,
  actor: Actor,
  act: 'give-portrait' | 'approve-portrait' | 'take-back-portrait',
  account: string,
  details: Readonly<Record<string, unknown>>,
): Promise<void> =>
  audit(tx, {
    county: deps.county,
    actor,
    act: `grid.${act}`,
    subjectKind: 'account',
    subjectId: account,
    details,
  })

/** Ends the portrait that counts. @returns what removes its bytes, to be run once the transaction stands */
async function end(
  deps: PortraitDeps,
  tx: Tx,
  actor: Actor,
  row: WorkerPortraitRow,
  why: { readonly command: string | null; readonly keepFile: string | null },
): Promise<() => Promise<void>> {
  await tx.run(sql`update worker_portrait set ended_at = ${new Date(deps.clock.now())}, ended_by = ${actor.accountId}, end_id = ${why.command}
    where county = ${deps.county} and id = ${row.id}`)
  if (row.file_id === why.keepFile) return () => Promise.resolve()
  return deps.files.drop(tx, {
    county: deps.county,
    id: row.file_id,
    kind: 'portrait',
    recordId: row.account_id,
  })
}

/**
 * Gives the portrait of a grid worker. Another that was there before is gone with its bytes, approved or not: what replaces it must
 * be approved again.
 * @throws grid.not-your-portrait, grid.not-found, grid.portrait-no-worker, grid.portrait-file, platform.command-reused
 */
export async function givePortrait(
  deps: PortraitDeps,
  actor: Actor,
  account: string,
  body: PortraitBody,
): Promise<{ view: PortraitView; made: boolean }> {
  must(mayKeepPortrait(actor, account))
  const done = await deps.db.transaction(async (tx) => {
    await lock(tx, account)
    const known = await byCommand(deps, tx, body.id)
    if (known !== undefined) {
      if (known.id !== body.id || known.account_id !== account || known.file_id !== body.file)
        throw platformProblem('platform.command-reused', { field: 'id' })
      return { view: await portraitView(deps, tx, account), made: false, after: null }
    }
    // First, because of an account that is not there nothing else is told.
    await portraitView(deps, tx, account)
    if (!(await isWorker(deps, tx, account))) throw problem('grid.portrait-no-worker', { field: 'id' })
    const claimed = await deps.files.claim(tx, {
      county: deps.county,
      files: [{ id: body.file }],
      uploadedBy: actor.accountId,
      kind: 'portrait',
      // The account and not the portrait: its id is chosen by nobody who sends a photo.
      recordId: account,
    })
    if (!claimed.ok) throw problem('grid.portrait-file', { field: 'file' })
    const before = await portraitOf(deps, tx, account)
    const after =
      before === undefined ? null : await end(deps, tx, actor, before, { command: null, keepFile: body.file })
    await tx.run(sql`insert into worker_portrait (county, id, account_id, file_id, given_by, given_at)
      values (${deps.county}, ${body.id}, ${account}, ${body.file}, ${actor.accountId}, ${new Date(deps.clock.now())})`)
    await tell(deps, tx, actor, 'give-portrait', account, {
      portrait: body.id,
      ...(before === undefined ? {} : { replaces: before.id }),
    })
    return { view: await portraitView(deps, tx, account), made: true, after }
  })
  await done.after?.()
  return { view: done.view, made: done.made }
}

/**
 * Approves a portrait for publication; the audit line says who did.
 * @throws grid.portrait-own, grid.not-your-portrait, grid.not-found, grid.portrait-moved, grid.portrait-approved,
 *   platform.command-reused
 */
export async function approvePortrait(
  deps: PortraitDeps,
  actor: Actor,
  account: string,
  body: PortraitAct,
): Promise<PortraitView> {
  must(mayApprovePortrait(actor, account))
  return deps.db.transaction(async (tx) => {
    await lock(tx, account)
    const known = await byCommand(deps, tx, body.id)
    if (known !== undefined) {
      if (known.approval_id !== body.id || known.account_id !== account || known.id !== body.portrait)
        throw platformProblem('platform.command-reused', { field: 'id' })
      return portraitView(deps, tx, account)
    }
    const view = await portraitView(deps, tx, account)
    if (view.portrait !== body.portrait) throw problem('grid.portrait-moved', { field: 'portrait' })
    if (view.state === 'approved') throw problem('grid.portrait-approved', { field: 'portrait' })
    await tx.run(sql`update worker_portrait set approved_by = ${actor.accountId}, approved_at = ${new Date(deps.clock.now())},
      approval_id = ${body.id} where county = ${deps.county} and id = ${body.portrait}`)
    await tell(deps, tx, actor, 'approve-portrait', account, { portrait: body.portrait })
    return portraitView(deps, tx, account)
  })
}

/**
 * Takes a portrait back: from the next request on nobody sees it, and its bytes are deleted.
 * @throws grid.not-your-portrait, grid.not-found, grid.portrait-moved, platform.command-reused
 */
export async function takeBackPortrait(
  deps: PortraitDeps,
  actor: Actor,
  account: string,
  body: PortraitAct,
): Promise<PortraitView> {
  must(mayKeepPortrait(actor, account))
  const done = await deps.db.transaction(async (tx) => {
    await lock(tx, account)
    const known = await byCommand(deps, tx, body.id)
    if (known !== undefined) {
      if (known.end_id !== body.id || known.account_id !== account || known.id !== body.portrait)
        throw platformProblem('platform.command-reused', { field: 'id' })
      return { view: await portraitView(deps, tx, account), after: null }
    }
    const view = await portraitView(deps, tx, account)
    const row = await portraitOf(deps, tx, account)
    if (row === undefined || view.portrait !== body.portrait)
      throw problem('grid.portrait-moved', { field: 'portrait' })
    const after = await end(deps, tx, actor, row, { command: body.id, keepFile: null })
    await tell(deps, tx, actor, 'take-back-portrait', account, { portrait: body.portrait })
    return { view: await portraitView(deps, tx, account), after }
  })
  await done.after?.()
  return done.view
}
