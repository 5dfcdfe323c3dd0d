import type { Actor } from '@lifang/platform/access.ts'
import { platformProblem } from '@lifang/platform/problems.ts'
import { sql } from '@lifang/platform/sql.ts'
import { audit } from '@lifang/domains/audit/public.ts'
import { borderShape } from '@lifang/domains/grid/public.ts'
import { centreOf } from '@lifang/domains/grid/rules/centre.ts'
import { keepsPlace } from '../access.ts'
import { titleOf, maskValue, valueText } from '../rules/custom.ts'
import { bigramsOf } from '../rules/names.ts'
import { factsAfter, keepChanges } from '../repo/changes.ts'
import { checkVersion, once, type Doing } from '../repo/command.ts'
import {
  inUse,
  mayOf,
  openSealed,
  recordBase,
  sealKept,
  settleValues,
  showValues,
  standingOf,
  versionsOf,
  type Standing,
} from '../repo/custom.ts'
import type { RegistryDeps } from '../repo/deps.ts'
import { checkText } from '../repo/person.ts'
import { recordStanding } from '../reads/custom.ts'
import { namesFor, namesOfSubjects } from '../reads/subjects.ts'
import type { CustomBase, SubjectAttachment } from '../schema/custom-lists.ts'
import { customProblem } from '../schema/custom-problems.ts'
import type { CustomReveal, RecordBody, RecordEdit, ValuesBody } from '../schema/custom.ts'
import { registryProblem } from '../schema/problems.ts'
import type { Done } from '../schema/views.ts'
import type {
  CustomDefinitionRow,
  CustomRecordRow,
  CustomRevealRow,
  CustomValueRow,
} from '../tables/custom.ts'
import { placed } from './buildings.ts'

type Answer = Promise<{ readonly made: boolean; readonly answer: Done }>

/** @throws registry.not-found for what is not seen at all, registry.not-your-area for what is seen and not kept */
function mustKeep(actor: Actor, base: CustomBase | 'record', at: Standing | undefined): void {
  const may = at === undefined ? null : mayOf(actor, base, at)
  if (may === null || !may.see) throw registryProblem('registry.not-found', { field: 'id' })
  if (!may.edit) throw registryProblem('registry.not-your-area', { field: 'id' })
}

async function formInUse({ deps, tx }: Doing, kind: string, field: string): Promise<CustomDefinitionRow> {
  const form = inUse(await versionsOf(deps, tx, kind))
  if (form === undefined) throw customProblem('custom.not-defined', { field })
  return form
}

/** Own fields of something known. @throws custom.not-defined, what a value lacks, registry.changed-meanwhile */
export const saveValues = (
  deps: RegistryDeps,
  actor: Actor,
  base: CustomBase,
  id: string,
  body: ValuesBody,
): Answer =>
  once(deps, actor, { act: 'save-own-fields', kind: base, id }, body, async (doing) => {
    const { tx, at } = doing
    // The record's row is locked: of two who write the first values one comes second.
    mustKeep(actor, base, await standingOf(deps, tx, base, id, true))
    const row = await tx.maybe<CustomValueRow>(
      sql`select * from custom_value where county = ${deps.county} and id = ${id}`,
    )
    checkVersion({ version: row?.version ?? 0 }, body.version)
    const form = await formInUse(doing, base, 'id')
    const before = {
      plain: row?.plain ?? {},
      sealed: row === undefined ? {} : openSealed(deps, 'custom_value', row),
    }
    const now = await settleValues(form, before, body.values, namesFor(deps, actor))
    if (now.said.length === 0) throw registryProblem('registry.nothing-to-change', { field: 'values' })
    const facts = JSON.stringify(factsAfter(row?.facts ?? {}, doing, now.said))
    const sealed = sealKept(deps, 'custom_value', id, now.sealed)
    const version = (row?.version ?? 0) + 1
    await tx.run(sql`insert into custom_value (county, id, subject_kind, plain, sealed, facts, version, updated_at)
      values (${deps.county}, ${id}, ${base}, ${JSON.stringify(now.plain)}::jsonb, ${sealed}, ${facts}::jsonb, 1, ${at})
      on conflict (county, id) do update set plain = excluded.plain, sealed = excluded.sealed, facts = excluded.facts,
        version = custom_value.version + 1, updated_at = excluded.updated_at`)
    await keepChanges(doing, base, id, now.changes)
    return { id, version, warnings: [] }
  })

/** What a new record belongs to, or where it stands. */
async function standsAt(doing: Doing, form: CustomDefinitionRow, body: RecordBody) {
  const { deps, tx, actor } = doing
  const { attach } = form.content
  if (attach === 'grid' && body.grid !== null) return inGrid(doing, body.grid)
  if (attach === 'grid' && body.place === null) throw customProblem('custom.grid-needed', { field: 'grid' })
  if (attach === 'grid' || attach === 'point' || attach === null) {
    if (body.place === null) throw registryProblem('registry.place-needed', { field: 'place' })
    const { lon, lat, here } = placed(deps, actor, body.place)
    return { kind: null, id: null, area: here.grid.id, path: here.grid.path, border: here.borderId, lon, lat }
  }
  if (body.subject === null) throw customProblem('custom.subject-needed', { field: 'subject' })
  const at = await standingOf(deps, tx, attach, body.subject)
  const may = at === undefined ? null : mayOf(actor, attach, at)
  if (may === null || !may.see) throw customProblem('custom.not-found-there', { field: 'subject' })
  if (!may.edit) throw registryProblem('registry.not-your-area', { field: 'subject' })
  return { kind: attach, id: body.subject, area: null, path: null, border: null, lon: null, lat: null }
}

/**
 * A grid as a whole. A point well inside of it is kept as well: when the grid is redrawn, the record goes with that part.
 * @throws custom.not-a-grid, registry.not-your-area
 */
async function inGrid({ deps, tx, actor }: Doing, code: string) {
  const { directory } = deps
  const grid = directory.areaByCode(code)
  const border = grid === undefined ? undefined : directory.borderOf(grid.id)
  const shape = border === undefined ? undefined : await borderShape(tx, border)
  const centre = shape === undefined ? null : centreOf(shape)
  if (
    grid === undefined ||
    grid.levelKey !== 'grid' ||
    grid.validTo !== null ||
    border === undefined ||
    centre === null
  )
    throw customProblem('custom.not-a-grid', { field: 'grid' })
  if (!keepsPlace(actor, grid.path)) throw registryProblem('registry.not-your-area', { field: 'grid' })
  const [lon, lat] = centre
  return { kind: null, id: null, area: grid.id, path: grid.path, border, lon, lat }
}

/** The command's id becomes the record's. */
export const createRecord = (deps: RegistryDeps, actor: Actor, body: RecordBody): Answer =>
  once(deps, actor, { act: 'create-record', kind: 'record', id: body.id }, body, async (doing) => {
    const { tx, at } = doing
    const form = await formInUse(doing, body.kind, 'kind')
    if (!form.own) throw customProblem('custom.not-defined', { field: 'kind' })
    const stands = await standsAt(doing, form, body)
    const now = await settleValues(form, { plain: {}, sealed: {} }, body.values, namesFor(deps, actor))
    const title = titleOf(form.content, now.plain)
    await tx.run(sql`insert into custom_record (county, id, kind, title, bigrams, subject_kind, subject_id, area_id, area_path, border_id,
        lon, lat, plain, sealed, facts, updated_at)
      values (${deps.county}, ${body.id}, ${body.kind}, ${title}, ${[...bigramsOf(title)]}::text[], ${stands.kind}, ${stands.id},
        ${stands.area}, ${stands.path}, ${stands.border}, ${stands.lon}, ${stands.lat}, ${JSON.stringify(now.plain)}::jsonb,
        ${sealKept(deps, 'custom_record', body.id, now.sealed)}, ${JSON.stringify(factsAfter({}, doing, now.said))}::jsonb, ${at})`)
    await keepChanges(doing, 'record', body.id, now.changes)
    return { id: body.id, version: 1, warnings: [] }
  })

export const editRecord = (deps: RegistryDeps, actor: Actor, id: string, body: RecordEdit): Answer =>
  once(deps, actor, { act: 'edit-record', kind: 'record', id }, body, async (doing) => {
    const { tx, at } = doing
    const row = await tx.maybe<CustomRecordRow>(
      sql`select * from custom_record where county = ${deps.county} and id = ${id} for update`,
    )
    if (row === undefined) throw registryProblem('registry.not-found', { field: 'id' })
    mustKeep(actor, recordBase(row.subject_kind), await recordStanding(deps, tx, row))
    checkVersion(row, body.version)
    const form = await formInUse(doing, row.kind, 'id')
    const before = { plain: row.plain, sealed: openSealed(deps, 'custom_record', row) }
    const now = await settleValues(form, before, body.values, namesFor(deps, actor))
    if (now.said.length === 0) throw registryProblem('registry.nothing-to-change', { field: 'values' })
    const title = titleOf(form.content, now.plain)
    await tx.run(sql`update custom_record set title = ${title}, bigrams = ${[...bigramsOf(title)]}::text[],
        plain = ${JSON.stringify(now.plain)}::jsonb, sealed = ${sealKept(deps, 'custom_record', id, now.sealed)},
        facts = ${JSON.stringify(factsAfter(row.facts, doing, now.said))}::jsonb, version = version + 1, updated_at = ${at}
      where county = ${deps.county} and id = ${id}`)
    await keepChanges(doing, 'record', id, now.changes)
    return { id, version: row.version + 1, warnings: [] }
  })

type Shown = Promise<{ readonly key: string; readonly value: string }>

/**
 * Shows one sensitive value whole, for a reason. The row, what was seen (sealed) and the audit line are kept before the answer
 * leaves; the same command again shows the same and adds nothing.
 * @throws registry.not-found, not-your-area, nothing-to-reveal; platform.command-reused
 */
export async function revealCustom(
  deps: RegistryDeps,
  actor: Actor,
  base: CustomBase | 'record',
  id: string,
  body: CustomReveal,
): Shown {
  const { county, db, clock, fields } = deps
  checkText(body.reason, 'reason')
  const seenAt = { table: 'custom_reveal', column: 'seen', row: body.id }
  return db.transaction(async (tx) => {
    await tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${body.id}, 19))`)
    const record =
      base === 'record'
        ? await tx.maybe<CustomRecordRow>(
            sql`select * from custom_record where county = ${county} and id = ${id}`,
          )
        : undefined
    const at: Standing | undefined =
      base === 'record'
        ? record === undefined
          ? undefined
          : await recordStanding(deps, tx, record)
        : await standingOf(deps, tx, base, id)
    const subject: SubjectAttachment | null = record?.subject_kind ?? null
    const may = at === undefined ? null : mayOf(actor, base === 'record' ? recordBase(subject) : base, at)
    if (may === null || !may.see) throw registryProblem('registry.not-found', { field: 'id' })
    if (!may.reveal) throw registryProblem('registry.not-your-area', { field: 'id' })
    const known = await tx.maybe<CustomRevealRow>(
      sql`select * from custom_reveal where county = ${county} and id = ${body.id}`,
    )
    if (known !== undefined) {
      const same =
        known.subject_id === id &&
        known.subject_kind === base &&
        known.field === body.key &&
        known.by_id === actor.accountId &&
        known.reason === body.reason
      if (!same) throw platformProblem('platform.command-reused', { field: 'id' })
      return { key: body.key, value: fields.open(known.seen, seenAt) }
    }
    const row =
      record ??
      (await tx.maybe<CustomValueRow>(
        sql`select * from custom_value where county = ${county} and id = ${id}`,
      ))
    if (row === undefined) throw registryProblem('registry.nothing-to-reveal', { field: 'key' })
    const sealed = openSealed(deps, record === undefined ? 'custom_value' : 'custom_record', row)
    const versions = await versionsOf(deps, tx, record?.kind ?? base)
    const views = await showValues(versions, namesFor(deps, actor), {
      plain: row.plain,
      sealed,
      facts: row.facts,
    })
    const view = views.find((v) => v.key === body.key && v.sensitive)
    const written = sealed[body.key] ?? row.plain[body.key]
    if (view === undefined || written === undefined)
      throw registryProblem('registry.nothing-to-reveal', { field: 'key' })
    const field = versions.flatMap((v) => v.content.fields).find((f) => f.key === body.key)
    const names =
      view.type === 'reference' && field?.to != null
        ? await namesOfSubjects(deps, actor, [{ kind: field.to, id: String(written.v) }])
        : null
    const value =
      names === null ? valueText(written.v, field?.unit ?? '') : (names.get(String(written.v)) ?? '…')
    const post = actor.holdings[0]?.post ?? ''
    await tx.run(sql`insert into custom_reveal (county, id, subject_kind, subject_id, field, label, reason, seen, by_id, by_name, post, at)
      values (${county}, ${body.id}, ${base}, ${id}, ${body.key}, ${view.label}, ${body.reason}, ${fields.seal(value, seenAt)},
        ${actor.accountId}, ${actor.name}, ${post}, ${new Date(clock.now())})`)
    await audit(tx, {
      county,
      actor,
      act: 'registry.reveal',
      subjectKind: base,
      subjectId: id,
      ground: body.reason,
      details: { field: view.label, seen: maskValue(view.type, value), post },
    })
    return { key: body.key, value }
  })
}
