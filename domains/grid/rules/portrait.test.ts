import { describe, expect, it } from 'vitest'
import type { Holding } from '@lifang/platform/access.ts'
import { mayApprovePortrait, mayKeepPortrait } from '../access.ts'
import { CARD_FIELDS, DEFAULT_CARD } from './card.ts'
import { portraitShown, portraitState } from './portrait.ts'

const given = { approved_at: null }
const approved = { approved_at: new Date(0) }

describe('a portrait', () => {
  it.each([
    ['not given', undefined, 'none'],
    ['given', given, 'waiting'],
    ['approved', approved, 'approved'],
  ] as const)('%s is %s', (_, portrait, state) => {
    expect(portraitState(portrait)).toBe(state)
  })

  it.each([
    [undefined, ['photo'], false],
    [given, ['photo'], false],
    [approved, ['photo'], true],
    [approved, ['surname', 'full-name', 'office-phone', 'duties'], false],
    [approved, [], false],
    [approved, DEFAULT_CARD, false],
    [approved, CARD_FIELDS, true],
  ] as const)('is shown only when approved and published: %j with %j → %s', (portrait, fields, shown) => {
    expect(portraitShown(portrait, fields)).toBe(shown)
  })
})

const actor = (accountId: string, ...posts: string[]) => ({
  accountId,
  holdings: posts.map((post): Holding => ({
    post,
    areaPath: '1/',
    departmentId: null,
    departmentPath: null,
    standsInFor: null,
  })),
})
const ME = 'me'
const OTHER = 'other'

describe('who keeps and who approves', () => {
  it.each([
    ['the person', actor(ME, 'grid-worker'), null, 'grid.portrait-own'],
    ['an administrator about themselves', actor(ME, 'system-admin'), null, 'grid.portrait-own'],
    ['the system administrator', actor(OTHER, 'system-admin'), null, null],
    ['another grid worker', actor(OTHER, 'grid-worker'), 'grid.not-your-portrait', 'grid.not-your-portrait'],
    [
      'the security administrator',
      actor(OTHER, 'security-admin'),
      'grid.not-your-portrait',
      'grid.not-your-portrait',
    ],
    [
      'the audit administrator',
      actor(OTHER, 'audit-admin'),
      'grid.not-your-portrait',
      'grid.not-your-portrait',
    ],
    ['a leader', actor(OTHER, 'leader'), 'grid.not-your-portrait', 'grid.not-your-portrait'],
    [
      'the community’s manager',
      actor(OTHER, 'community-manager'),
      'grid.not-your-portrait',
      'grid.not-your-portrait',
    ],
    ['nobody', actor(OTHER), 'grid.not-your-portrait', 'grid.not-your-portrait'],
  ] as const)('%s', (_, who, keeping, approving) => {
    const code = (decided: ReturnType<typeof mayKeepPortrait>): string | null =>
      decided.ok ? null : decided.problem.code
    expect(code(mayKeepPortrait(who, ME))).toBe(keeping)
    expect(code(mayApprovePortrait(who, ME))).toBe(approving)
  })
})
