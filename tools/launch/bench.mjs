// `npm run bench -- <options>`: the benchmark.
import { runWithBrowser } from './with-browser.mjs'

await runWithBrowser('bench/main.ts')
