import type { Actor } from '@lifang/platform/access.ts'
import { sql } from '@lifang/platform/sql.ts'
import { checkDefinition, isOwnKind } from '../rules/custom.ts'
import { checkVersion, once, type Doing } from '../repo/command.ts'
import type { RegistryDeps } from '../repo/deps.ts'
import { customProblem } from '../schema/custom-problems.ts'
import type { ContentBody, DraftBody, DraftEdit, StateBody } from '../schema/custom.ts'
import { registryProblem } from '../schema/problems.ts'
import type { Done } from '../schema/views.ts'
import type { CustomDefinitionRow } from '../tables/custom.ts'

type Answer = Promise<{ readonly made: boolean; readonly answer: Done }>
const done = (id: string, version: number): Done => ({ id, version, warnings: [] })

/** What hangs together over versions: an own kind keeps what it is attached to, and no other kind has its name. */
async function checkKind({ deps, tx }: Doing, kind: string, content: ContentBody): Promise<void> {
  const [fault, ...more] = checkDefinition(kind, content)
  if (fault !== undefined)
    throw customProblem(fault.code, { field: fault.field, more: more.map((f) => f.field) })
  if (!isOwnKind(kind)) return
  const [taken] = await tx.rows<{ id: string }>(
    sql`select id from custom_definition where county = ${deps.county} and kind <> ${kind} and state <> 'retired'
      and content ->> 'name' = ${content.name} limit 1`,
  )
  if (taken !== undefined) throw customProblem('custom.name-taken', { field: 'name' })
  const [other] = await tx.rows<{ id: string }>(
    sql`select id from custom_definition where county = ${deps.county} and kind = ${kind} and published_at is not null
      and content ->> 'attach' <> ${content.attach} limit 1`,
  )
  if (other !== undefined) throw customProblem('custom.attach-changed', { field: 'attach' })
}

/** Definitions of one kind change one after another. */
const queue = ({ deps, tx }: Doing, kind: string): Promise<number> =>
  tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${`${String(deps.county)}/${kind}`}, 28))`)

/** The command's id becomes the version's. @throws custom.draft-there, what the definition lacks */
export const draftDefinition = (deps: RegistryDeps, actor: Actor, body: DraftBody): Answer =>
  once(deps, actor, { act: 'draft-definition', kind: 'definition', id: body.id }, body, async (doing) => {
    const { tx, at } = doing
    await queue(doing, body.kind)
    await checkKind(doing, body.kind, body.content)
    const known = await tx.rows<CustomDefinitionRow>(
      sql`select * from custom_definition where county = ${deps.county} and kind = ${body.kind} order by number desc`,
    )
    if (known.some((k) => k.state === 'draft')) throw customProblem('custom.draft-there', { field: 'kind' })
    await tx.run(sql`insert into custom_definition (county, id, kind, own, number, state, content, made_by_name, made_at)
      values (${deps.county}, ${body.id}, ${body.kind}, ${isOwnKind(body.kind)}, ${(known[0]?.number ?? 0) + 1}, 'draft',
        ${JSON.stringify(body.content)}::jsonb, ${actor.name}, ${at})`)
    return done(body.id, 1)
  })

async function lockDefinition(doing: Doing, id: string, seen: number): Promise<CustomDefinitionRow> {
  const { deps, tx } = doing
  const row = await tx.maybe<CustomDefinitionRow>(
    sql`select * from custom_definition where county = ${deps.county} and id = ${id} for update`,
  )
  if (row === undefined) throw registryProblem('registry.not-found', { field: 'id' })
  checkVersion(row, seen)
  return row
}

/** @throws custom.wrong-state when it is no draft any more */
export const editDefinition = (deps: RegistryDeps, actor: Actor, id: string, body: DraftEdit): Answer =>
  once(deps, actor, { act: 'edit-definition', kind: 'definition', id }, body, async (doing) => {
    const row = await lockDefinition(doing, id, body.version)
    if (row.state !== 'draft') throw customProblem('custom.wrong-state', { field: 'id' })
    await checkKind(doing, row.kind, body.content)
    await doing.tx
      .run(sql`update custom_definition set content = ${JSON.stringify(body.content)}::jsonb, version = version + 1
      where county = ${deps.county} and id = ${id}`)
    return done(id, row.version + 1)
  })

/** The draft is asked from now on; the version before it is retired in the same moment. */
export const publishDefinition = (deps: RegistryDeps, actor: Actor, id: string, body: StateBody): Answer =>
  once(deps, actor, { act: 'publish-definition', kind: 'definition', id }, body, async (doing) => {
    const { tx, at } = doing
    const row = await lockDefinition(doing, id, body.version)
    if (row.state !== 'draft') throw customProblem('custom.wrong-state', { field: 'id' })
    await queue(doing, row.kind)
    await checkKind(doing, row.kind, {
      ...row.content,
      fields: row.content.fields.map((f) => ({ ...f, options: [...f.options] })),
    })
    await tx.run(sql`update custom_definition set state = 'retired', retired_at = ${at}, version = version + 1
      where county = ${deps.county} and kind = ${row.kind} and state = 'published'`)
    await tx.run(sql`update custom_definition set state = 'published', published_at = ${at}, published_by_name = ${actor.name},
        version = version + 1
      where county = ${deps.county} and id = ${id}`)
    return done(id, row.version + 1)
  })

/** Nothing more is written of it; what was written stays and is shown. */
export const retireDefinition = (deps: RegistryDeps, actor: Actor, id: string, body: StateBody): Answer =>
  once(deps, actor, { act: 'retire-definition', kind: 'definition', id }, body, async (doing) => {
    const row = await lockDefinition(doing, id, body.version)
    if (row.state === 'retired') throw customProblem('custom.wrong-state', { field: 'id' })
    await doing.tx
      .run(sql`update custom_definition set state = 'retired', retired_at = ${doing.at}, version = version + 1
      where county = ${deps.county} and id = ${id}`)
    return done(id, row.version + 1)
  })
