/**
 * The ladder of desks: 上交 moves an incident up, 下派 moves it down, 平转 to another grid. Each keeps its origin in the
 * history, and whoever reported it goes on seeing it. Source: domain 3.4 (seeds 000-40, 002-02).
 */
import { decision, refuse, type Rule } from './model.ts'

const LADDER_POSTS: readonly string[] = ['community-manager', 'intake-officer', 'dispatcher', 'duty-chief']

/** Only the desk that has it, or one above, may give it away. */
export const handUp: Rule<'hand-up'> = (incident, _body, { actor, ladder }) => {
  const { desk, above } = ladder
  const holdsDesk = actor.holdings.some(
    (h) => LADDER_POSTS.includes(h.post) && h.areaPath !== '' && desk.path.startsWith(h.areaPath),
  )
  if (!holdsDesk) return refuse('incidents.not-your-desk', { desk: desk.name })
  if (above === null) return refuse('incidents.no-desk-above', { desk: desk.name })
  return decision(incident.status, {
    set: { deskPath: above.path },
    details: { from: desk.name, to: above.name },
  })
}

export const handDown: Rule<'hand-down'> = (incident, _body, { ladder }) => {
  const { desk, target } = ladder
  const below =
    target?.isDesk === true && target.path !== desk.path && target.path.startsWith(desk.path) ? target : null
  if (below === null || !incident.areaPath.startsWith(below.path))
    return refuse('incidents.desk-not-below', { field: 'area', desk: desk.name })
  return decision(incident.status, {
    set: { deskPath: below.path },
    details: { from: desk.name, to: below.name },
  })
}

/** The place was told wrongly: the incident goes to the grid it belongs to, and to the desks that hold that grid. */
export const handOver: Rule<'hand-over'> = (incident, _body, { ladder }) => {
  const { grid, target } = ladder
  if (target?.borderId == null) return refuse('incidents.not-a-grid', { field: 'area' })
  if (target.path === incident.areaPath) return refuse('incidents.same-grid', { field: 'area' })
  return decision(incident.status, {
    set: { place: { id: target.id, path: target.path, borderId: target.borderId }, deskPath: null },
    details: { from: grid?.name ?? '', to: target.name },
  })
}
