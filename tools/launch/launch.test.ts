import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'

// The launchers are plain JavaScript for old Nodes: they are tried as programs, in a folder of their own with a space in it.
const home = mkdtempSync(join(tmpdir(), 'lifang launch '))
cpSync(import.meta.dirname, join(home, 'tools', 'launch'), { recursive: true })
afterAll(() => rmSync(home, { recursive: true, force: true }))

const url = (name: string): string => pathToFileURL(join(home, 'tools', 'launch', name)).href
const evaluate = (script: string): string =>
  execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' }).trim()

test.each([
  ['v18.20.4', false],
  ['v20.20.2', false],
  ['v22.17.9', false],
  ['v22.18.0', true],
  ['v24.1.0', true],
  ['v26.0.0', true],
])('Node.js %s runs our TypeScript: %s', (version, runs) => {
  expect(
    evaluate(
      `const { recentEnough } = await import(${JSON.stringify(url('ensure-node.mjs'))}); console.log(recentEnough('${version}'))`,
    ),
  ).toBe(String(runs))
})

describe('whether an install is needed', () => {
  const lock = {
    packages: {
      '': {},
      'node_modules/a': { version: '1.0.0' },
      'node_modules/b': { version: '2.0.0', optional: true },
    },
  }
  const same = (hidden: object | null): string =>
    evaluate(
      `const { sameAsLock } = await import(${JSON.stringify(url('ensure-deps.mjs'))})
       console.log(sameAsLock(${JSON.stringify(JSON.stringify(lock))}, ${JSON.stringify(hidden === null ? null : JSON.stringify(hidden))}))`,
    )
  test.each([
    [
      'all there',
      { packages: { 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '2.0.0' } } },
      'true',
    ],
    [
      'another platform’s optional package missing',
      { packages: { 'node_modules/a': { version: '1.0.0' } } },
      'true',
    ],
    ['an older version', { packages: { 'node_modules/a': { version: '0.9.0' } } }, 'false'],
    ['one missing', { packages: {} }, 'false'],
    ['nothing installed', null, 'false'],
  ])('%s', (_, hidden, answer) => {
    expect(same(hidden)).toBe(answer)
  })
})

test('two installers do not work at the same time, and a dead one’s lock is taken over', async () => {
  const trace = join(home, 'trace')
  const script = `import { appendFileSync } from 'node:fs'
    const { locked } = await import(${JSON.stringify(url('lock.mjs'))})
    await locked('try', async () => {
      appendFileSync(${JSON.stringify(trace)}, 'in ')
      await new Promise((done) => setTimeout(done, 300))
      appendFileSync(${JSON.stringify(trace)}, 'out ')
    })`
  mkdirSync(join(home, '.runtime'), { recursive: true })
  writeFileSync(join(home, '.runtime', 'try.lock'), '4194305')
  const one = (): Promise<number | null> =>
    new Promise((done) => {
      spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'ignore' }).on('close', done)
    })
  expect(await Promise.all([one(), one(), one()])).toEqual([0, 0, 0])
  expect(readFileSync(trace, 'utf8')).toBe('in out in out in out ')
})

describe('a running program', () => {
  const program = `import { onParentGone } from './parent.ts'
    import { appendFileSync } from 'node:fs'
    const note = (word: string): void => appendFileSync(${JSON.stringify(join(home, 'notes'))}, word + ' ')
    const timer = setInterval(() => undefined, 1000)
    process.on('SIGTERM', () => { note('term'); clearInterval(timer); process.exitCode = 7 })
    onParentGone(() => { note('alone'); process.exit(0) })
    note('up')
  `
  const launch = async (): Promise<ReturnType<typeof spawn>> => {
    rmSync(join(home, 'notes'), { force: true })
    cpSync(join(import.meta.dirname, '..', '..', 'server', 'embedded', 'parent.ts'), join(home, 'parent.ts'))
    writeFileSync(join(home, 'package.json'), '{"type":"module"}')
    writeFileSync(join(home, 'program.ts'), program)
    const script = `const { runProgram } = await import(${JSON.stringify(url('run.mjs'))})
      process.exit(await runProgram(process.execPath, 'program.ts', [], { own: true }))`
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'inherit' })
    await note('up')
    return child
  }
  const notes = (): string => {
    try {
      return readFileSync(join(home, 'notes'), 'utf8')
    } catch {
      return ''
    }
  }
  const note = async (word: string): Promise<void> => {
    for (let tries = 0; tries < 200 && !notes().includes(word); tries += 1) await sleep(50)
    expect(notes()).toContain(word)
  }

  test('hears of SIGTERM once, and its exit code is ours', async () => {
    const child = await launch()
    const ended = new Promise<number | null>((done) => child.on('close', done))
    child.kill('SIGTERM')
    child.kill('SIGTERM')
    expect(await ended).toBe(7)
    expect(notes().match(/term/g)?.length).toBe(1)
  })

  test('ends by itself when the launcher is killed outright', async () => {
    const child = await launch()
    child.kill('SIGKILL')
    await note('alone')
  })
})
