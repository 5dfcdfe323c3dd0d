import { describe, expect, it } from 'vitest'
import type { Holding, Post, StandIn } from '../schema.ts'
import { POSTS, POST_SEAT, TEAM_TEMPLATES } from '../schema.ts'
import { checkHolding, checkStandIn, onDuty, primaryWorker, teamState } from './holdings.ts'

/** Days of November 2026, Shanghai midnight. */
const day = (n: number) => Date.parse('2026-11-01T00:00+08:00') + (n - 1) * 86_400_000
const holding = (
  id: string,
  person: string,
  from: number,
  to: number | null,
  post: Post = 'grid-worker',
): Holding => ({
  id,
  person,
  post,
  seat: 'g04',
  from,
  to,
})
const standIn = (id: string, of: string, person: string, from: number, to: number): StandIn => ({
  id,
  holding: of,
  person,
  from,
  to,
})
const code = (result: ReturnType<typeof checkHolding> | ReturnType<typeof checkStandIn>) =>
  result.ok ? 'ok' : result.problem.code

describe('primaryWorker', () => {
  const holdings = [holding('h1', '周念慈', day(1), day(20)), holding('h2', '罗敏', day(20), null)]
  const standIns = [standIn('s1', 'h1', '高岩', day(5), day(8))]
  const who = (at: number) => primaryWorker(holdings, standIns, 'g04', at)

  it('is the holder, the stand-in while one is due, and the holder again without any act', () => {
    expect(who(day(5) - 1)?.person).toBe('周念慈')
    expect(who(day(5))).toEqual({ holding: 'h1', person: '高岩', standingInFor: '周念慈', until: day(8) })
    expect(who(day(8) - 1)?.person).toBe('高岩')
    expect(who(day(8))).toEqual({ holding: 'h1', person: '周念慈', standingInFor: null, until: null })
  })

  it('hands over at one instant: never two, never none', () => {
    expect(who(day(20) - 1)?.person).toBe('周念慈')
    expect(who(day(20))?.person).toBe('罗敏')
    for (let at = day(1); at < day(30); at += 3_600_000) {
      expect(onDuty(holdings, standIns, 'g04', 'grid-worker', at)).toHaveLength(1)
    }
  })

  it('is null in a vacancy and in another grid', () => {
    expect(who(day(1) - 1)).toBeNull()
    expect(primaryWorker(holdings, standIns, 'g05', day(3))).toBeNull()
  })
})

describe('checkHolding', () => {
  const existing = [holding('h1', '周念慈', day(1), day(20))]
  it.each([
    ['ok', holding('n', '罗敏', day(20), null)],
    ['grid.worker-already-there', holding('n', '罗敏', day(19), null)],
    ['grid.worker-already-there', holding('n', '罗敏', day(3), day(4))],
    ['grid.period-empty', holding('n', '罗敏', day(25), day(25))],
    ['ok', { ...holding('n', '罗敏', day(3), day(4)), seat: 'g05' }],
    ['ok', { ...holding('h1', '周念慈', day(1), day(25)) }],
    ['ok', holding('n', '江波', day(1), null, 'police-officer')],
    ['grid.post-wrong-seat', holding('n', '江波', day(1), null, 'handler')],
  ])('%s', (expected, wanted) => expect(code(checkHolding(wanted, existing, 'area', '1+4+X'))).toBe(expected))

  it('bounds other posts by the team template only', () => {
    const team = [
      holding('p', '江波', day(1), null, 'police-officer'),
      holding('v', '宋琪', day(1), null, 'volunteer-aide'),
    ]
    const second = (post: Post, person: string) =>
      checkHolding(holding('n', person, day(2), null, post), team, 'area', '1+4+X')
    expect(code(second('police-officer', '夏磊'))).toBe('grid.seat-full')
    expect(code(second('volunteer-aide', '夏磊'))).toBe('ok')
    expect(code(second('volunteer-aide', '宋琪'))).toBe('grid.seat-full')
    expect(code(checkHolding(holding('n', '夏磊', day(2), null, 'police-officer'), team, 'area', null))).toBe(
      'ok',
    )
  })

  it('allows holders one after another under a long holding elsewhere', () => {
    const two = [holding('a', '甲', day(1), day(5)), holding('b', '乙', day(10), day(12))]
    expect(code(checkHolding(holding('n', '丙', day(5), day(10)), two, 'area', '1+4+X'))).toBe('ok')
  })
})

describe('checkStandIn', () => {
  const holdings = [
    holding('h1', '周念慈', day(1), day(20)),
    { ...holding('h2', '高岩', day(1), null), seat: 'g05' },
  ]
  const arranged = [standIn('s1', 'h1', '高岩', day(5), day(8))]
  it.each([
    ['ok', standIn('n', 'h1', '高岩', day(8), day(9))],
    ['grid.stand-in-overlaps', standIn('n', 'h1', '罗敏', day(7), day(9))],
    ['grid.stand-in-self', standIn('n', 'h1', '周念慈', day(9), day(10))],
    ['grid.stand-in-outside-holding', standIn('n', 'h1', '高岩', day(19), day(21))],
    ['grid.period-empty', standIn('n', 'h1', '高岩', day(9), day(9))],
    ['grid.not-found', standIn('n', 'h9', '高岩', day(9), day(10))],
    // 高岩 stands in for 周念慈 on those days, so nobody may stand in for 高岩, and 周念慈 cannot stand in for others.
    ['grid.stand-in-absent', standIn('n', 'h2', '罗敏', day(6), day(7))],
    ['grid.stand-in-absent', standIn('n', 'h2', '周念慈', day(6), day(7))],
    ['ok', standIn('n', 'h2', '周念慈', day(10), day(11))],
  ])('%s', (expected, wanted) => expect(code(checkStandIn(wanted, holdings, arranged))).toBe(expected))
})

describe('teams', () => {
  it('show vacant seats beside the template', () => {
    const team = [holding('w', '邓小舟', day(1), null), holding('s', '向红', day(1), null, 'steward')]
    const state = teamState('1+4+X', team, [], 'g04', day(2))
    expect(state.map((seat) => [seat.post, seat.people.length, seat.vacancies])).toEqual([
      ['grid-worker', 1, 0],
      ['steward', 1, 0],
      ['police-officer', 0, 1],
      ['fire-officer', 0, 1],
      ['monitor', 0, 1],
      ['volunteer-aide', 0, 0],
    ])
  })

  it('are made of posts that are held in a place, with exactly one grid worker', () => {
    for (const seats of Object.values(TEAM_TEMPLATES)) {
      expect(seats.filter((s) => s.post === 'grid-worker')).toEqual([{ post: 'grid-worker', min: 1, max: 1 }])
      for (const { post } of seats) {
        expect(POSTS).toContain(post)
        expect(POST_SEAT[post]).toBe('area')
      }
    }
  })
})
