import { expect, it } from 'vitest'
import { readFacilityCode } from './facility-code.ts'

it.each<[string, string, string, readonly string[] | string]>([
  ['of the current form', '99060201037000123', '01037', []],
  ['with blanks and full width', '９９０６０２ 01037 000123', '01037', []],
  ['of another area', '11010101037000123', '01037', ['area']],
  ['of another class', '99060201002000123', '01037', ['class']],
  ['of both', '11010101002000123', '01037', ['area', 'class']],
  ['of the older form, whose class is not compared', '9906020103000123', '01037', []],
  ['of the office’s own', 'YX-0037-12', '01037', ['form']],
  ['too short', '12345', '01037', 'length'],
  ['too long', '9'.repeat(33), '01037', 'length'],
  ['with words', '路灯12号', '01037', 'characters'],
  ['with a picture', '990602😀0103700', '01037', 'characters'],
])('a code %s', (_name, text, code, said) => {
  const read = readFacilityCode(text, '990602', code)
  const plain = (key: string) => key.replace('registry-rules.facility-code-', '')
  expect(read.ok ? read.warnings.map((w) => plain(w.code)) : plain(read.fault.code)).toEqual(said)
})
