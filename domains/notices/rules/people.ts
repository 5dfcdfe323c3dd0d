/** From a post, a place or a unit to the people who are there now. */
import { covers } from '@lifang/platform/access.ts'
import type { News, NewsTask, Seat } from './model.ts'

export const UNIT_POSTS: readonly string[] = ['handler-lead', 'handler']

/** Those who work a seat: whoever is stood in for is away and is not told (AB岗). */
export function present(seats: readonly Seat[]): readonly Seat[] {
  const key = (account: string, s: Seat): string =>
    [account, s.post, s.areaPath, s.departmentPath ?? ''].join('\n')
  const away = new Set(seats.flatMap((s) => (s.standsInFor === null ? [] : [key(s.standsInFor, s)])))
  return seats.filter((s) => s.standsInFor !== null || !away.has(key(s.accountId, s)))
}

const nearest = (seats: readonly Seat[], depth: (s: Seat) => number): string[] => {
  const most = Math.max(-1, ...seats.map(depth))
  return [...new Set(seats.filter((s) => depth(s) === most).map((s) => s.accountId))]
}

/**
 * Holders of a post over a place, of the level nearest to it: the street's duty chief and not the county's. Those left out
 * (who did it, who approved first) do not count, so the next level is told when nobody else is there.
 */
export const over = (
  seats: readonly Seat[],
  posts: readonly string[],
  areaPath: string,
  except: readonly (string | null)[],
): string[] =>
  nearest(
    present(seats).filter(
      (s) => posts.includes(s.post) && covers(s, areaPath) && !except.includes(s.accountId),
    ),
    (s) => s.areaPath.length,
  )

/** People of a unit; where a section has nobody, those of the unit above it. */
export const inUnit = (
  seats: readonly Seat[],
  departmentPath: string | null,
  posts: readonly string[] = UNIT_POSTS,
): string[] =>
  departmentPath === null
    ? []
    : nearest(
        present(seats).filter(
          (s) =>
            posts.includes(s.post) &&
            s.departmentPath !== null &&
            departmentPath.startsWith(s.departmentPath),
        ),
        (s) => s.departmentPath?.length ?? 0,
      )

/** Leads of a unit, or everybody where it has none. */
export const leadsOf = (seats: readonly Seat[], departmentPath: string | null): string[] => {
  const leads = inUnit(seats, departmentPath, ['handler-lead'])
  return leads.length > 0 ? leads : inUnit(seats, departmentPath)
}

const waits = (t: NewsTask): boolean => t.status === 'waiting' || t.status === 'taken'
export const leadPath = ({ incident }: News): string | null =>
  incident.tasks.find((t) => t.kind === 'lead' && waits(t))?.departmentPath ?? null
/** The unit of the newest lead task, also when it is done or was called off. */
export const lastLeadPath = ({ incident }: News): string | null =>
  incident.tasks.filter((t) => t.kind === 'lead').at(-1)?.departmentPath ?? null
export const assignees = ({ incident }: News, kind: 'verify' | 'check'): string[] =>
  incident.tasks.flatMap((t) => (t.kind === kind && waits(t) && t.assigneeId !== null ? [t.assigneeId] : []))

/** The place whose desks act: that of the incident, or the one it was handed to. */
export const deskOf = ({ incident }: News): string => incident.deskPath ?? incident.areaPath

/** Whose turn it is in a state: the post, the unit or the person for whom it waits. */
export function whoseTurn(news: News, seats: readonly Seat[]): string[] {
  const { status, checkResult } = news.incident
  const areaPath = deskOf(news)
  switch (status) {
    case 'reported':
    case 'accepted':
      return over(seats, ['intake-officer'], areaPath, [])
    case 'verifying':
      return assignees(news, 'verify')
    case 'filed':
    case 'feedback':
      return over(seats, ['dispatcher'], areaPath, [])
    case 'dispatched':
    case 'handling':
      return inUnit(seats, leadPath(news))
    case 'checking':
      if (checkResult === null) return assignees(news, 'check')
      return over(seats, [checkResult === 'pass' ? 'intake-officer' : 'dispatcher'], areaPath, [])
    default:
      return []
  }
}
