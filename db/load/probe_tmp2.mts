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
await prepareData(admin, d.adminUrl, config, keys, console.log)
console.log('prepared', Date.now() - t1, process.cpuUsage())

const q = async (t: string) => { const c = await admin.connect(); try { return (await c.query(t)).rows } finally { c.release() } }
console.log(await q("select relname, seq_scan, seq_tup_read, idx_scan, n_live_tup from pg_stat_user_tables where seq_tup_read > 1000 order by seq_tup_read desc limit 15"))
const id = (await q("select id from incident limit 1 offset 700"))[0].id
console.log((await q(`explain (analyze, buffers) select i.*,
    (select jsonb_agg(to_jsonb(t) order by t.opened_at, t.id) from incident_task t where t.county = i.county and t.incident_id = i.id) as tasks,
    (select jsonb_agg(to_jsonb(r) order by r.asked_at) from incident_request r where r.county = i.county and r.incident_id = i.id) as requests,
    (select jsonb_agg(to_jsonb(c) order by c.started_at, c.run) from incident_clock c where c.county = i.county and c.incident_id = i.id) as clocks,
    (select jsonb_agg(to_jsonb(e) order by e.seq) from incident_clock_event e where e.county = i.county and e.incident_id = i.id) as clock_events,
    (select jsonb_agg(to_jsonb(v) order by v.added_at) from incident_evidence v where v.county = i.county and v.incident_id = i.id) as evidence,
    (select jsonb_build_object('act', s.act, 'actor_name', s.actor_name) from incident_step s
      where s.county = i.county and s.incident_id = i.id and s.seq = i.version) as last_step
  from incident i where i.county=990602 and i.id='${id}' for update of i`)).map((r: any) => r['QUERY PLAN']).join('\n'))
console.log(await q("select name, setting from pg_settings where name in ('jit','shared_buffers','synchronous_commit','autovacuum','max_connections','wal_level','full_page_writes','track_activities')"))
await admin.end(); await d.stop()
process.exit(0)
