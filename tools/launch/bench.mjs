// `npm run bench -- <options>`: the benchmark.
import { ensureChineseFont, ensureChromium } from './chromium.mjs'
import { ensureDeps } from './ensure-deps.mjs'
import { ensureNode } from './ensure-node.mjs'
import { ensureWeb } from './ensure-web.mjs'
import { runProgram } from './run.mjs'
import { fail } from './say.mjs'

try {
  const node = await ensureNode()
  await ensureDeps(node)
  await ensureWeb(node)
  await ensureChineseFont()
  process.env['LIFANG_CHROMIUM'] = await ensureChromium(node)
  process.exitCode = await runProgram(node, 'bench/main.ts', process.argv.slice(2))
  process.exit()
} catch (error) {
  fail(error)
}
