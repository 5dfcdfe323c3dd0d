import { expect, test } from 'vitest'
import type { EvidenceKind } from '../schema/words.ts'
import { failShown, handledOnTheSpot } from './spot.ts'

const listed = { selfHandling: true }

test.each<
  [
    string,
    { selfHandling: boolean } | null,
    readonly EvidenceKind[],
    boolean,
    string | readonly EvidenceKind[],
  ]
>([
  ['before and after', listed, ['before', 'after'], false, []],
  ['more than that', listed, ['near', 'before', 'after'], false, []],
  ['nothing', listed, [], false, 'incidents.evidence-missing'],
  ['only the scene', listed, ['near'], false, 'incidents.evidence-missing'],
  ['no after', listed, ['before'], false, 'incidents.evidence-missing'],
  ['no after, with a reason', listed, ['before'], true, ['after']],
  ['nothing, with a reason', listed, [], true, ['before', 'after']],
  [
    'a class that must go up',
    { selfHandling: false },
    ['before', 'after'],
    true,
    'incidents.class-not-self-handled',
  ],
  ['a class that is not listed', null, ['before', 'after'], true, 'incidents.unknown-class'],
])('handled on the spot with %s', (_, matter, kinds, reasoned, expected) => {
  const answer = handledOnTheSpot(matter, new Set(kinds), reasoned)
  expect(answer.ok ? answer.value.missing : answer.problem.code).toEqual(expected)
})

test.each([
  ['pass', [], false, true],
  ['unable', [], false, true],
  ['fail', [], false, false],
  ['fail', [], true, true],
  ['fail', ['after'], false, true],
  ['fail', ['document'], false, true],
] as const)('a check that says %s with %j, explained: %s', (result, kinds, reasoned, stands) => {
  const answer = failShown(result, kinds, reasoned)
  expect(answer.ok ? true : [answer.problem.code, answer.problem.details['field']]).toEqual(
    stands ? true : ['incidents.evidence-missing', 'photos'],
  )
})
