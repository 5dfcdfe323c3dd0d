import type { Actor } from '@lifang/platform/access.ts'
import { announce } from '@lifang/platform/outbox.ts'
import { sql } from '@lifang/platform/sql.ts'
import { openDraftRow, standingVersions } from '../reads/drafts.ts'
import { WITHDRAW_MARGIN_MS } from '../rules/listing.ts'
import { listProblem } from '../schema/responsibility.ts'
import { listCommand } from './draft.ts'
import type { IncidentDeps } from './deps.ts'

/**
 * Takes a version back before its day: no case was ever filed under it, and none will be. The draft it was published from is
 * open again, so that nothing somebody wrote is lost.
 * @throws list.unknown-version, list.withdraw-too-late, list.withdraw-not-last, list.draft-open
 */
export async function withdrawVersion(
  deps: IncidentDeps,
  actor: Actor,
  body: { readonly id: string; readonly version: string; readonly reason: string },
): Promise<{ version: string; draft: string | null }> {
  const { id, ...content } = body
  const done = await listCommand(deps, actor, { id, act: 'withdraw', content }, async (tx) => {
    const now = new Date(deps.clock.now())
    const standing = await standingVersions(tx, deps.county)
    const version = standing.find((v) => v.id === body.version)
    if (version === undefined) throw listProblem('list.unknown-version', { field: 'version' })
    if (version.valid_from.getTime() < now.getTime() + WITHDRAW_MARGIN_MS)
      throw listProblem('list.withdraw-too-late', { at: version.valid_from.toISOString() })
    // A later one was drawn up over this one and holds its changes.
    if (standing[0]?.id !== version.id) throw listProblem('list.withdraw-not-last')
    const open = await openDraftRow(tx, deps.county)
    if (open !== undefined) throw listProblem('list.draft-open', { note: open.note })
    await tx.run(sql`insert into list_withdrawal (county, version_id, reason, by_id, at)
      values (${deps.county}, ${version.id}, ${body.reason}, ${actor.accountId}, ${now})`)
    const again = await tx.maybe<{ id: string }>(
      sql`update list_draft set status = 'open', version_id = null, revision = revision + 1
          where county = ${deps.county} and version_id = ${version.id} returning id`,
    )
    await announce(tx, {
      county: deps.county,
      topic: 'list.withdrawn',
      subjectId: again?.id ?? id,
      payload: { version: version.id },
    })
    return {
      draft: again?.id ?? id,
      answer: { version: version.id, draft: again?.id ?? null },
      details: { version: version.id, from: version.valid_from.toISOString(), reason: body.reason },
    }
  })
  await deps.list.reload()
  return done
}
