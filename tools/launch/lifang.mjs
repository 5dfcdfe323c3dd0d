// `npm run lifang -- <command>`: the administrator's command line.
import { ensureDeps } from './ensure-deps.mjs'
import { ensureNode } from './ensure-node.mjs'
import { runProgram } from './run.mjs'
import { fail } from './say.mjs'

try {
  const node = await ensureNode()
  await ensureDeps(node)
  process.exitCode = await runProgram(node, 'server/cli.ts', process.argv.slice(2))
  process.exit()
} catch (error) {
  fail(error)
}
