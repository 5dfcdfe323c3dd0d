// `npm run shots [-- <address>] [names]`: pictures of the screens into shots/.
import { runWithBrowser } from './with-browser.mjs'

await runWithBrowser('tools/shots.ts')
