import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Db } from '@lifang/platform/db.ts'
import { setClock } from '@lifang/platform/clock.ts'
import { sql } from '@lifang/platform/sql.ts'
import { loadDemo, type DemoAccount } from '../db/load/demo.ts'
import { demoCounty } from '../db/load/demo.ts'
import { loadBulkIncidents } from '../db/load/district.ts'
import { loadLife } from '../db/load/life.ts'
import { loadReference } from '../db/load/reference.ts'
import { loadDemoComparison } from '../db/load/comparison.ts'
import { loadDemoCycle } from '../db/load/coverage.ts'
import { loadDemoLabels } from '../db/load/labels.ts'
import { loadDistrictRegistry, loadStreetRegistry } from '../db/load/registry.ts'
import { linkCases, loadDistrictUnits, loadStreetUnits } from '../db/load/units.ts'
import { district } from '../db/demo/town.ts'
import { fieldProvider } from '@lifang/platform/crypto.ts'
import { indexPhones } from '@lifang/domains/registry/public.ts'
import { compose } from './compose.ts'
import type { Config } from './config.ts'
import type { Keys } from './keys.ts'

export type { DemoAccount }

/** Loads reference data, and the demo where asked for and not there yet. Says which county this deployment serves. */
export async function prepareData(
  admin: Db,
  adminUrl: string,
  config: Config,
  keys: Keys,
  log: (line: string) => void,
): Promise<{ county: number }> {
  const there = await admin.maybe<{ county: number }>(
    sql`select county from area order by level, valid_from limit 1`,
  )
  if (there !== undefined || config.demo === 'none') {
    const county = there?.county ?? demoCounty
    await loadReference(admin, county)
    await indexPhones(admin, county, fieldProvider(keys.fields))
    return { county }
  }
  log('载入参考数据和演示数据 …')
  const now = Date.now()
  await loadReference(admin, demoCounty)
  const accounts = await loadDemo(admin, { kind: config.demo, county: demoCounty, now })
  await writeFile(join(config.dataDir, 'demo-accounts.json'), `${JSON.stringify(accounts, null, 2)}\n`, {
    mode: 0o600,
  })
  const registry = { county: demoCounty, fields: fieldProvider(keys.fields), now }
  if (config.demo === 'street') {
    await loadStreetRegistry(admin, registry)
    await loadStreetUnits(admin, registry)
    await loadDemoLabels(admin, registry)
  } else {
    const plan = district({ buildings: true })
    await loadDistrictRegistry(admin, registry, plan)
    await loadDistrictUnits(admin, registry, plan)
  }
  await loadDemoCycle(admin, demoCounty, now)
  const life = process.env['LIFANG_DEMO_LIFE'] !== '0'
  if (!life && config.demo !== 'street') return { county: demoCounty }
  const composed = await compose({
    adminUrl,
    dataDir: config.dataDir,
    keys,
    clock: setClock(now),
    county: demoCounty,
    log: false,
    checkAnswers: false,
    secureCookies: false,
    trustProxy: false,
    contact: config.contact,
    outboundAllow: config.outboundAllow,
    webDir: null,
  })
  try {
    if (config.demo === 'street') await loadDemoComparison(composed.comparisons, admin, 20261122)
    if (!life) return { county: demoCounty }
    if (config.demo === 'street') {
      await loadLife(composed.deps, {
        from: now - 92 * 86_400_000,
        to: now,
        count: 1500,
        seed: 20261122,
        admin,
      })
      await linkCases(admin, demoCounty)
    } else {
      await loadBulkIncidents(composed.deps, {
        admin,
        count: 1_000_000,
        open: 50_000,
        now,
        seed: 20261122,
        log,
      })
    }
  } finally {
    await composed.close()
  }
  return { county: demoCounty }
}
