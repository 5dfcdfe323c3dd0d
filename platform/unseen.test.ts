import { expect, test } from 'vitest'
import { toJson, withoutUnseen } from './unseen.ts'

test.each([
  ['路灯\u202e坏了\u202c', '路灯坏了'],
  ['\ufeff第一行\r\n第二行\r第三行\t完', '第一行\n第二行\n第三行\t完'],
  ['👨‍👩‍👧 三口', '👨‍👩‍👧 三口'],
  ['半个\ud83d字', '半个字'],
  ['<b>粗</b>', '<b>粗</b>'],
])('%j is kept as %j', (typed, kept) => {
  expect(withoutUnseen(typed)).toBe(kept)
})

test('a command goes without unseen marks at any depth, a password as it is', () => {
  expect(
    JSON.parse(toJson({ a: ['x\u200by'], b: { c: 'z\u202e', n: 1, no: null }, password: 'p\u200bw' })),
  ).toEqual({
    a: ['xy'],
    b: { c: 'z', n: 1, no: null },
    password: 'p\u200bw',
  })
})
