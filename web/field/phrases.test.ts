import { expect, test } from 'vitest'
import { DepartmentKind } from '@lifang/domains/grid/schema/views.ts'
import { CHECK_KINDS } from '@lifang/domains/incidents/schema/checks.ts'
import '../testing/every-phrase.ts'
import { has } from '../kit/words.ts'
import { FIELD_ACTS } from './outbox/job.ts'

test('every word the field pages compose stands in their phrases', () => {
  const under = (prefix: string, list: readonly string[]): string[] =>
    list.map((one) => (prefix === '' ? `field.${one}` : `field.${prefix}.${one}`))
  const keys = [
    ...under('tab', ['today', 'grid', 'report', 'outbox', 'phones']),
    ...under('figure', ['tasks', 'late', 'due', 'households', 'open']),
    ...under('task', CHECK_KINDS),
    ...under('cases.of', ['open', 'mine']),
    ...under('cases.none', ['open', 'mine', 'lamp']),
    ...under('unit-kind', DepartmentKind.options),
    ...under('shot', ['near', 'before', 'after']),
    ...under('photo', ['too-large', 'not-a-photo', 'pdf', 'cannot-read', 'empty']),
    ...under('place.from', ['phone', 'photo', 'middle', 'map']),
    ...under('lacks', ['photos', 'opinion']),
    ...under('result', ['verify', 'check']),
    ...FIELD_ACTS.flatMap((act) => under('act', [act, `${act}.go`])),
    ...under('case', ['place', 'words', 'source', 'unit', 'happened', 'closing']),
  ]
  expect(keys.filter((key) => !has(key))).toEqual([])
})
