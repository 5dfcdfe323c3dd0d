// `npm start`: from a clean clone to a running platform.
import { ensureDeps } from './ensure-deps.mjs'
import { ensureNode } from './ensure-node.mjs'
import { ensureWeb } from './ensure-web.mjs'
import { runProgram } from './run.mjs'
import { fail, plan } from './say.mjs'

try {
  plan(3)
  const node = await ensureNode()
  await ensureDeps(node)
  await ensureWeb(node)
  process.exitCode = await runProgram(node, 'server/main.ts', process.argv.slice(2), { own: true })
  process.exit()
} catch (error) {
  fail(error)
}
