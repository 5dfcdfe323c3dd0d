// `npm test`: everything, in order, going on after a failure; the last line is `N passed, N failed`.
// `npm test -- lint real` runs only the named steps.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ensureChineseFont, ensureChromium } from './chromium.mjs'
import { ensureDeps } from './ensure-deps.mjs'
import { ensureNode } from './ensure-node.mjs'
import { ensureWeb } from './ensure-web.mjs'
import { childEnv } from './npm.mjs'
import { isFile, makeRuntimeDir, readText, root, runtimeDir } from './paths.mjs'
import { elapsed, fail, LaunchError } from './say.mjs'

/** Longer than any honest step; a step that hangs must not take the whole run's time. */
const STEP_MS = 30 * 60_000

const hasWeb = isFile(join(root, 'web', 'index.html'))
const hasJourneys =
  existsSync(join(root, 'journeys')) &&
  readdirSync(join(root, 'journeys')).some((name) => name.endsWith('.test.ts'))
const bin = (pack, file) => join(root, 'node_modules', pack, file)

let node = process.execPath
let passed = 0
let failed = 0
let current = null

/** Runs a program of ours or of a package under `node`. Its output is kept, and shown at once when `show` is set. */
function run(args, { show = false, cwd = root, env = {} } = {}) {
  return new Promise((resolve) => {
    const clean = childEnv(node, env)
    // What belongs to the installation on this machine must not decide a test.
    for (const name of ['PORT', 'LIFANG_DATA', 'LIFANG_DEMO', 'DATABASE_URL', 'NODE_ENV'])
      if (!(name in env)) delete clean[name]
    const child = spawn(node, args, { cwd, env: clean, stdio: ['ignore', 'pipe', 'pipe'] })
    current = child
    let output = ''
    const timer = setTimeout(() => {
      output += `\n超过 ${STEP_MS / 60_000} 分钟，已中止`
      child.kill('SIGKILL')
    }, STEP_MS)
    const keep = (chunk) => {
      if (show) process.stdout.write(chunk)
      else output = (output + chunk).slice(-60_000)
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.on('error', (error) => resolve({ code: 127, output: error.message }))
    child.on('close', (code) => {
      clearTimeout(timer)
      resolve({ code: code ?? 1, output })
    })
  })
}

/** A step that is right or wrong as a whole. */
const whole = (args, how) => async () => {
  const { code, output } = await run(args, how)
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, output: code === 0 ? '' : output }
}

/** A step of vitest projects: each test counts; a skipped test counts as failed, for nobody knows that it would pass. */
const tests = (projects, env) => async () => {
  makeRuntimeDir()
  const file = join(runtimeDir, 'test', `${projects.join('-')}.json`)
  mkdirSync(join(runtimeDir, 'test'), { recursive: true })
  rmSync(file, { force: true })
  const { code } = await run(
    [
      bin('vitest', 'vitest.mjs'),
      'run',
      ...projects.flatMap((name) => ['--project', name]),
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${file}`,
    ],
    { show: true, env },
  )
  const text = readText(file)
  if (text === null) return { passed: 0, failed: 1, output: '测试没有写出结果' }
  const result = JSON.parse(text)
  const skipped = result.numPendingTests + result.numTodoTests
  const bad = result.numFailedTests + skipped
  // A file that does not load, or an error outside every test, fails the run without a failed test.
  const outside = bad === 0 && (code !== 0 || result.numTotalTests === 0) ? 1 : 0
  const words = [
    skipped > 0 ? `${skipped} 个测试被跳过，按失败计` : '',
    outside > 0 ? '有测试文件没有运行' : '',
  ]
  return { passed: result.numPassedTests, failed: bad + outside, output: words.filter(Boolean).join('\n') }
}

const journeys = async () => {
  try {
    await ensureChineseFont()
    const chromium = await ensureChromium(node)
    return await tests(['journeys'], { LIFANG_CHROMIUM: chromium })()
  } catch (error) {
    if (error instanceof LaunchError)
      return { passed: 0, failed: 1, output: `${error.message}\n${error.detail}` }
    throw error
  }
}

const web = async () => {
  try {
    await ensureWeb(node, { always: true })
    return { passed: 1, failed: 0, output: '' }
  } catch (error) {
    return {
      passed: 0,
      failed: 1,
      output: error instanceof LaunchError ? `${error.message}\n${error.detail}` : String(error),
    }
  }
}

const tsc = (config) => whole([bin('typescript', 'bin/tsc'), '-p', config])
const steps = [
  {
    id: 'format',
    title: '格式',
    work: whole([bin('prettier', 'bin/prettier.cjs'), '--check', '.', '--log-level', 'warn']),
  },
  { id: 'lint', title: '静态检查', work: whole([bin('oxlint', 'bin/oxlint'), '--type-aware']) },
  { id: 'types', title: '类型', work: tsc('tsconfig.json') },
  { id: 'types-pure', title: '类型（浏览器可用的文件）', work: tsc('tsconfig.pure.json') },
  ...(hasWeb ? [{ id: 'types-web', title: '类型（网页）', work: tsc('web/tsconfig.json') }] : []),
  { id: 'imports', title: '引用规则', work: whole(['tools/check-imports.ts']) },
  { id: 'sizes', title: '文件大小', work: whole(['tools/check-size.ts']) },
  { id: 'language', title: '语言', work: whole(['tools/check-lang.ts']) },
  { id: 'secrets', title: '机密与路径', work: whole(['tools/check-secrets.ts']) },
  { id: 'schema', title: '数据库结构', work: whole(['tools/check-schema.ts']) },
  { id: 'pure', title: '规则测试', work: tests(['pure']) },
  { id: 'real', title: '数据库与接口测试', work: tests(['real']) },
  ...(hasWeb ? [{ id: 'web', title: '网页构建', work: web }] : []),
  ...(hasJourneys ? [{ id: 'journeys', title: '浏览器流程', work: journeys }] : []),
]

for (const signal of ['SIGINT', 'SIGTERM'])
  process.on(signal, () => {
    current?.kill(signal)
    process.exit(130)
  })

try {
  node = await ensureNode()
  await ensureDeps(node)
  const only = process.argv.slice(2)
  const unknown = only.filter((name) => !steps.some(({ id }) => id === name))
  if (unknown.length > 0)
    throw new LaunchError(`没有这一步：${unknown.join('、')}。可选：${steps.map(({ id }) => id).join(' ')}`)
  const chosen = steps.filter(({ id }) => only.length === 0 || only.includes(id))
  const bad = []
  for (const [index, { id, title, work }] of chosen.entries()) {
    const from = Date.now()
    console.log(`[${index + 1}/${chosen.length}] ${title}（${id}）…`)
    let result
    try {
      result = await work()
    } catch (error) {
      result = {
        passed: 0,
        failed: 1,
        output: error instanceof Error ? (error.stack ?? error.message) : String(error),
      }
    }
    passed += result.passed
    failed += result.failed
    if (result.output) console.log(result.output.trimEnd())
    if (result.failed > 0) bad.push(id)
    console.log(
      `      ${result.failed === 0 ? '✓ 通过' : `✗ 失败 ${result.failed}`}，用时 ${((Date.now() - from) / 1000).toFixed(1)} 秒`,
    )
  }
  console.log(`共用时 ${elapsed()} 秒${bad.length > 0 ? `；未通过：${bad.join(' ')}` : ''}`)
  if (failed > 0) process.exitCode = 1
  console.log(`${passed} passed, ${failed} failed`)
} catch (error) {
  fail(error)
}
