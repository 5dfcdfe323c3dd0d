/** Our side of the bench: the whole server, everything switched on, on a database that is there. */
import { fileURLToPath } from 'node:url'
import { systemClock } from '@lifang/platform/clock.ts'
import { compose } from '../server/compose.ts'
import { loadKeys } from '../server/keys.ts'

const [adminUrl = '', dataDir = '', county = '0'] = process.argv.slice(2)
const composed = await compose({
  adminUrl,
  dataDir,
  keys: await loadKeys(dataDir),
  clock: systemClock,
  county: Number(county),
  log: { level: 'error' },
  checkAnswers: false,
  secureCookies: false,
  trustProxy: false,
  contact: 'mailto:bench@example.org',
  outboundAllow: [],
  webDir: fileURLToPath(new URL('../web/dist', import.meta.url)),
})
await composed.startBackground()
const address = await composed.app.listen({ port: 0, host: '127.0.0.1' })
process.send?.({ url: address })
process.on('disconnect', () => {
  composed.close().then(
    () => process.exit(0),
    () => process.exit(1),
  )
})
