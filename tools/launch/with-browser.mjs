// Runs a program of ours that drives a browser against the built pages.
import { ensureChineseFont, ensureChromium } from './chromium.mjs'
import { ensureDeps } from './ensure-deps.mjs'
import { ensureNode } from './ensure-node.mjs'
import { ensureWeb } from './ensure-web.mjs'
import { runProgram } from './run.mjs'
import { fail } from './say.mjs'

/** @param {string} script path from the root */
export async function runWithBrowser(script) {
  try {
    const node = await ensureNode()
    await ensureDeps(node)
    await ensureWeb(node)
    await ensureChineseFont()
    process.env['LIFANG_CHROMIUM'] = await ensureChromium(node)
    process.exitCode = await runProgram(node, script, process.argv.slice(2))
    process.exit()
  } catch (error) {
    fail(error)
  }
}
