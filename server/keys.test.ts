import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { fieldProvider, seal } from '@lifang/platform/crypto.ts'
import { loadKeys, newKeys, rotateFieldKey } from './keys.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lifang-keys-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))
const place = { table: 'person', column: 'phone', row: '1' }

it('makes the keys once, readable by nobody else', async () => {
  const made = await loadKeys(folder)
  expect(await loadKeys(folder)).toEqual(made)
  expect((await stat(join(folder, 'keys.json'))).mode & 0o777).toBe(0o600)
  expect(newKeys().field.equals(made.field)).toBe(false)
})

it('gives a file of an older release what came since, and keeps what it had', async () => {
  const field = Buffer.alloc(48, 1)
  const old = { field: field.toString('hex'), index: Buffer.alloc(32, 2).toString('hex') }
  await writeFile(join(folder, 'keys.json'), JSON.stringify(old))
  const keys = await loadKeys(folder)
  expect(await loadKeys(folder)).toEqual(keys)
  expect(keys.field).toEqual(field)
  expect(fieldProvider(keys.fields).open(seal(field, '张三'), place)).toBe('张三')
  expect(JSON.parse(await readFile(join(folder, 'keys.json'), 'utf8'))).toMatchObject(old)
})

it('seals with the new key after a rotation and opens with the old one', async () => {
  const before = fieldProvider((await loadKeys(folder)).fields)
  const sealed = before.seal('张三', place)
  expect(await rotateFieldKey(folder, 'aes-256-gcm')).toBe(2)
  const after = fieldProvider((await loadKeys(folder)).fields)
  expect([after.open(sealed, place), after.needsReseal(sealed)]).toEqual(['张三', true])
  expect(after.needsReseal(after.seal('张三', place))).toBe(false)
  expect(after.blind('phone', '1')).toEqual(before.blind('phone', '1'))
})
