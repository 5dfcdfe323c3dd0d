import type { Actor } from '@lifang/platform/access.ts'
import type { Tx } from '@lifang/platform/db.ts'
import { newId } from '@lifang/platform/id.ts'
import { must } from '@lifang/platform/problem.ts'
import { platformProblem } from '@lifang/platform/problems.ts'
import { sql } from '@lifang/platform/sql.ts'
import { areaRow, borderOf, drawnChildren, safely } from '../reads/places.ts'
import { checkCode, DEFAULT_TEMPLATES, nextCode, type CodeLedger, type CodePlace } from '../rules/codes.ts'
import { area as squareMetres } from '../rules/geometry.ts'
import { checkShape, checkTopology } from '../rules/topology.ts'
import { AREA_LEVELS, problem, type AreaLevel, type GridKind, type GridType, type Shape } from '../schema.ts'
import type { AreaBody } from '../schema/bodies.ts'
import type { AreaRow, BorderRow } from '../tables.ts'
import { lockTree, tellChange, type GridDeps } from './deps.ts'

/** Every code ever given, in use and retired. */
export async function ledgerOf(tx: Tx): Promise<CodeLedger> {
  const rows = await tx.rows<{ code: string; over: boolean }>(
    sql`select code, valid_to is not null as over from area`,
  )
  return {
    taken: new Set(rows.filter((r) => !r.over).map((r) => r.code)),
    retired: new Set(rows.filter((r) => r.over).map((r) => r.code)),
  }
}

/** Where a grid's code is built: its community, and for a micro grid the grid that holds it. */
export const codePlace = (kind: GridKind, parent: Pick<AreaRow, 'code'>): CodePlace => ({
  template: DEFAULT_TEMPLATES[kind],
  kind,
  // A micro grid's parent is a grid whose code begins with its community's.
  region: parent.code.slice(0, 12),
  ...(kind === 'micro' ? { grid: parent.code } : {}),
})

/** One's own label in the path: what the code adds to the code above. */
export const pathBelow = (parent: Pick<AreaRow, 'code' | 'path'>, code: string): string =>
  `${parent.path}${code.startsWith(parent.code) ? code.slice(parent.code.length) : code}/`

/** Levels above grids count on by three digits below the code above. */
function codeAboveGrids(given: string | undefined, parent: AreaRow, ledger: CodeLedger): string {
  if (given === undefined) {
    const used = [...ledger.taken, ...ledger.retired]
      .filter((c) => c.length === parent.code.length + 3 && c.startsWith(parent.code))
      .map((c) => Number(c.slice(parent.code.length)))
    const next = Math.max(0, ...used.filter(Number.isFinite)) + 1
    if (next > 999) throw problem('grid.codes-exhausted', { parent: parent.code, last: 999 })
    return parent.code + String(next).padStart(3, '0')
  }
  if (!given.startsWith(parent.code) || given === parent.code) {
    throw problem('grid.code-outside-parent', { field: 'code', code: given, parent: parent.code })
  }
  if (ledger.taken.has(given)) throw problem('grid.code-taken', { field: 'code', code: given })
  if (ledger.retired.has(given)) throw problem('grid.code-retired', { field: 'code', code: given })
  return given
}

interface Rank {
  readonly levelKey: AreaLevel
  readonly grid: { readonly kind: GridKind; readonly type: GridType } | null
}
function rankOf(parent: AreaRow, body: AreaBody): Rank {
  const above = AREA_LEVELS.findIndex((key) => key === parent.level_key)
  const levelKey = body.levelKey ?? AREA_LEVELS[above + 1]
  if (levelKey === undefined || AREA_LEVELS.indexOf(levelKey) <= above || parent.level >= 6) {
    throw problem('grid.no-level-below', { field: 'levelKey', parent: parent.name })
  }
  if (levelKey !== 'grid' && levelKey !== 'micro') return { levelKey, grid: null }
  const kind = levelKey === 'micro' ? 'micro' : body.kind
  if (kind === undefined || body.type === undefined || (kind === 'micro') !== (levelKey === 'micro')) {
    throw problem('grid.kind-needed', { field: 'kind' })
  }
  return { levelKey, grid: { kind, type: body.type } }
}

/**
 * Adds an area below another, with its border when one is drawn. A border that overlaps a neighbour or leaves the parent is
 * refused; gaps are shown by the checks, because they close as grids are added.
 * @returns the code, and whether it was made now
 * @throws grid.not-found, grid.no-level-below, grid.kind-needed, grid.border-invalid, grid.draft-unclean, those of
 *   rules/codes.ts, platform.command-reused
 */
export async function createArea(
  deps: GridDeps,
  actor: Actor,
  body: AreaBody,
): Promise<{ code: string; made: boolean }> {
  const { db, county, clock } = deps
  const done = await db.transaction(async (tx) => {
    await lockTree(tx, county)
    const now = new Date(clock.now())
    const parent = await areaRow(tx, county, body.parent)
    if (parent.valid_to !== null) throw problem('grid.not-found', { field: 'parent' })
    const known = await tx.maybe<AreaRow>(sql`select * from area where id = ${body.id}`)
    if (known !== undefined) {
      if (!(await sameArea(tx, known, parent, body)))
        throw platformProblem('platform.command-reused', { field: 'id' })
      return { code: known.code, made: false }
    }
    const { levelKey, grid } = rankOf(parent, body)
    const ledger = await ledgerOf(tx)
    const code = codeFor(body.code, parent, grid?.kind ?? null, ledger)
    if (body.polygon !== undefined) await checkBorder(tx, parent, code, grid, body.polygon, now)
    await tx.run(sql`insert into area (id, county, parent_id, level, level_key, code, name, path, grid_kind, grid_type, households, valid_from)
      values (${body.id}, ${county}, ${parent.id}, ${parent.level + 1}, ${levelKey}, ${code}, ${body.name}, ${pathBelow(parent, code)},
        ${grid?.kind ?? null}, ${grid?.type ?? null}, ${body.households ?? null}, ${now})`)
    if (body.polygon !== undefined) await insertBorder(tx, body.id, body.polygon, now, body.document ?? null)
    await tellChange(tx, actor, {
      act: 'create-area',
      subjectKind: 'area',
      subjectId: body.id,
      details: {
        code,
        parent: parent.code,
        ...(body.document === undefined ? {} : { document: body.document }),
      },
    })
    return { code, made: true }
  })
  if (done.made) await deps.directory.reload()
  return done
}

function codeFor(
  given: string | undefined,
  parent: AreaRow,
  kind: GridKind | null,
  ledger: CodeLedger,
): string {
  if (kind === null) return codeAboveGrids(given, parent, ledger)
  const place = codePlace(kind, parent)
  return must(given === undefined ? nextCode(place, ledger) : checkCode(given, place, ledger))
}

async function sameArea(tx: Tx, known: AreaRow, parent: AreaRow, body: AreaBody): Promise<boolean> {
  const border = await tx.maybe<BorderRow>(
    sql`select * from area_border where area_id = ${known.id} and version = 1`,
  )
  return (
    known.parent_id === parent.id &&
    known.name === body.name &&
    (body.code === undefined || known.code === body.code) &&
    known.grid_type === (body.type ?? null) &&
    (body.kind === undefined || known.grid_kind === body.kind) &&
    known.households === (body.households ?? null) &&
    JSON.stringify(border?.polygon ?? null) === JSON.stringify(body.polygon ?? null)
  )
}

async function checkBorder(
  tx: Tx,
  parent: AreaRow,
  code: string,
  grid: Rank['grid'],
  shape: Shape,
  now: Date,
): Promise<void> {
  const broken = safely(() => checkShape(code, shape))
  const [first] = broken
  if (first !== undefined) throw problem('grid.border-invalid', { field: 'polygon', check: first.check })
  const [border, neighbours] = await Promise.all([
    borderOf(tx, parent.id, now),
    drawnChildren(tx, parent.id, now),
  ])
  const drawn = {
    id: code,
    shape,
    kind: grid?.kind ?? 'general',
    type: grid?.type ?? 'rural',
    households: null,
  } as const
  const findings = safely(() => checkTopology(border?.polygon ?? null, [...neighbours, drawn])).filter(
    (f) => f.blocks && f.grids.includes(code),
  )
  if (findings.length > 0) {
    throw problem('grid.draft-unclean', {
      field: 'polygon',
      count: findings.length,
      findings: findings.map(({ check, grids, squareMetres: m2 }) => ({ check, grids, squareMetres: m2 })),
    })
  }
}

export async function insertBorder(
  tx: Tx,
  areaId: string,
  shape: Shape,
  now: Date,
  document: string | null,
): Promise<void> {
  await tx.run(sql`insert into area_border (id, area_id, version, polygon, area_m2, valid_from, document)
    values (${newId()}, ${areaId}, 1, ${JSON.stringify(shape)}::jsonb, ${squareMetres(shape)}, ${now}, ${document})`)
}
