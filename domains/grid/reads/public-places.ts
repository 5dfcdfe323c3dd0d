import { sql } from '@lifang/platform/sql.ts'
import type { GridDeps } from '../commands/deps.ts'
import { DEFAULT_CARD, officeFor, shownName } from '../rules/card.ts'
import { pointInside } from '../rules/inside.ts'
import { problem, type Shape } from '../schema.ts'
import type { PublicPlace, WorkerCard } from '../schema/public.ts'
import type { AreaRow, GridPublicationRow } from '../tables.ts'
import { publishedPortrait } from './portrait.ts'

type Deps = Pick<GridDeps, 'db' | 'clock' | 'county' | 'directory' | 'accounts'>
type Drawn = Pick<AreaRow, 'code' | 'name' | 'level_key' | 'path'> & {
  readonly parent: string | null
  readonly polygon: Shape | null
}

/** Borders change a few times a year and anybody may ask: read at most this often. */
const KEPT_MS = 60_000

/** Reads for everybody; what is drawn is kept for a minute. */
export function createPublicPlaces(deps: Deps) {
  const { db, clock, county } = deps
  let kept: { readonly at: number; readonly drawn: Promise<readonly Drawn[]> } | null = null
  const read = (at: number): Promise<readonly Drawn[]> =>
    db.rows<Drawn>(
      sql`select a.code, a.name, a.level_key, a.path, p.code as parent,
            case when a.level_key = 'grid' then b.polygon end as polygon
          from area a left join area p on p.id = a.parent_id
          left join area_border b on b.area_id = a.id and b.valid_from <= ${new Date(at)}
            and (b.valid_to is null or b.valid_to > ${new Date(at)})
          where a.county = ${county} and a.level_key in ('street', 'community', 'grid')
            and a.valid_from <= ${new Date(at)} and (a.valid_to is null or a.valid_to > ${new Date(at)})
          order by a.level, a.code`,
    )
  const drawn = (): Promise<readonly Drawn[]> => {
    const at = clock.now()
    if (kept === null || Math.abs(at - kept.at) > KEPT_MS) {
      const mine = { at, drawn: read(at) }
      kept = mine
      // What could not be read is not kept.
      mine.drawn.catch(() => {
        if (kept === mine) kept = null
      })
    }
    return kept.drawn
  }

  return {
    places: async (): Promise<PublicPlace[]> =>
      (await drawn()).flatMap((a): PublicPlace[] => {
        const level = a.level_key
        if (level !== 'street' && level !== 'community' && level !== 'grid') return []
        const point = a.polygon === null ? null : pointInside(a.polygon)
        return [{ code: a.code, name: a.name, parent: level === 'street' ? null : a.parent, level, point }]
      }),
    borders: async (under: string) => {
      const all = await drawn()
      const branch = all.find((a) => a.code === under)
      if (branch === undefined) throw problem('grid.not-found', { field: 'under' })
      return all.flatMap(({ code, name, path, polygon }) =>
        polygon !== null && path.startsWith(branch.path) ? [{ code, name, shape: polygon }] : [],
      )
    },
    workerCard: (code: string): Promise<WorkerCard> => workerCard(deps, code),
  }
}

/** A grid and who works it now. @throws grid.not-found, also for places that are no grid in force */
export function holderOf({ clock, directory }: Pick<Deps, 'clock' | 'directory'>, code: string) {
  const now = clock.now()
  const grid = directory.areaByCode(code)
  if (grid === undefined || grid.levelKey !== 'grid' || (grid.validTo !== null && grid.validTo <= now))
    throw problem('grid.not-found', { field: 'grid' })
  // Only who holds this very grid: a post over the whole community is not "my grid worker".
  const holder = directory.holdersAt('grid-worker', grid.path, now).find((h) => h.areaPath === grid.path)
  return { grid, holder }
}

const photoOf = (grid: string, portrait: string): string =>
  `/api/public/grid-worker/photo?grid=${encodeURIComponent(grid)}&portrait=${portrait}`

/** The public card of one grid. @throws grid.not-found */
async function workerCard(deps: Deps, code: string): Promise<WorkerCard> {
  const { db, county, directory } = deps
  const { grid, holder } = holderOf(deps, code)
  const community = grid.parentId === null ? undefined : directory.area(grid.parentId)
  const published = await db.maybe<GridPublicationRow>(
    sql`select * from grid_publication where county = ${county}`,
  )
  const fields = published?.card_fields ?? DEFAULT_CARD
  const account = holder === undefined ? undefined : (await deps.accounts(db, [holder.accountId]))[0]
  const portrait = holder === undefined ? null : await publishedPortrait(deps, db, holder.accountId, fields)
  const office = officeFor(
    directory.departments().map((d) => ({
      kind: d.kind,
      name: d.name,
      phone: d.phone,
      areaPath: directory.area(d.areaId)?.path ?? '',
    })),
    grid.path,
  )
  return {
    grid: { code: grid.code, name: grid.name },
    community: community === undefined ? null : { code: community.code, name: community.name },
    worker:
      holder === undefined
        ? null
        : {
            ...shownName(account?.name ?? '', fields),
            standIn: holder.standsInFor !== null,
            photo: portrait === null ? null : photoOf(grid.code, portrait.id),
          },
    office:
      office === null || office.phone === null || !fields.includes('office-phone')
        ? null
        : { name: office.name, phone: office.phone },
    duties: fields.includes('duties') ? [...(published?.duties ?? [])] : null,
  }
}
