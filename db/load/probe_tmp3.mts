import { sql } from '@lifang/platform/sql.ts'
import { openDatabase } from '../../server/database.ts'
import { prepareData } from '../../server/prepare.ts'
import { openDb } from '@lifang/platform/db.ts'
import { loadKeys } from '../../server/keys.ts'
import { mkdtempSync } from 'node:fs'
const dataDir = mkdtempSync('/tmp/life-')
const config: any = { port: 0, host: '', dataDir, databaseUrl: null, demo: 'street', secureCookies: false, trustProxy: false, logLevel: 'warn' }
const t0 = Date.now()
const keys = await loadKeys(dataDir)
const d = await openDatabase(config, 'serve', () => {})
console.log('db up', Date.now() - t0)
const admin = openDb({ url: d.adminUrl, role: null, max: 4 })
const t1 = Date.now()
await admin.run(sql`alter system set log_min_duration_statement = 0`).catch((e:any)=>console.log(e)); await (await admin.connect()).query('select pg_reload_conf()');
await prepareData(admin, d.adminUrl, config, keys, console.log)
console.log('prepared', Date.now() - t1, process.cpuUsage())
await admin.end(); await d.stop(); console.log('DIR', dataDir)
process.exit(0)
