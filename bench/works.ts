/** What each work of the bench sends, to our server and to the bare one. */
import type { Db } from '@lifang/platform/db.ts'
import { newId } from '@lifang/platform/id.ts'
import { sql } from '@lifang/platform/sql.ts'
import type { Shot } from './load.ts'

export interface Works {
  readonly lifang: (url: string) => { headers: Record<string, string>; next: () => Shot }
  readonly bare: () => { headers: Record<string, string>; next: () => Shot }
}

export async function worksOf(
  ours: Db,
  bare: Db,
  by: { intake: string; dispatcher: string; lon: number; lat: number },
): Promise<Record<string, Works>> {
  const filed = async (db: Db): Promise<{ number: string; unit: string }[]> =>
    db.rows(
      sql`select i.number, e.department_id as unit from incident i join list_entry e on e.version_id = i.class_version and e.standard = i.class_standard
          and e.kind = i.class_kind and e.code = i.class_code where i.status = 'filed' and e.department_id is not null order by md5(i.number)`,
    )
  const [oursFiled, bareFiled] = [await filed(ours), await filed(bare)]
  const communities = await ours.rows<{ code: string; path: string }>(
    sql`select code, path from area where level_key = 'community' order by code`,
  )
  const majors = (
    await ours.rows<{ m: string }>(sql`select distinct class_major as m from incident_count order by 1`)
  ).map((r) => r.m)
  const half = majors.filter((_, i) => i % 2 === 0).join(',')
  const since = new Date(Date.now() - 400 * 86_400_000).toISOString()
  const report = (): Record<string, unknown> => ({
    id: newId(),
    source: 'hotline',
    occurredAt: new Date(Date.now() - 60_000).toISOString(),
    place: { lon: by.lon, lat: by.lat, crs: 'CGCS2000' },
    address: '学府路 74 号门前',
    description: '路边堆放建筑垃圾，已有三天，行人须绕行机动车道',
  })
  const post = (path: string, body: unknown): Shot => ({ method: 'POST', path, body: JSON.stringify(body) })
  let c = 0
  const place = (): { code: string; path: string } =>
    communities[c++ % communities.length] ?? { code: '', path: '' }
  return {
    W1: {
      lifang: () => ({ headers: { cookie: by.intake }, next: () => post('/api/incidents', report()) }),
      bare: () => ({ headers: {}, next: () => post('/w1', report()) }),
    },
    W2: {
      lifang: () => ({
        headers: { cookie: by.dispatcher },
        next: () => {
          const one = oursFiled.pop()
          return post(`/api/incidents/${one?.number ?? ''}/acts/dispatch`, {
            id: newId(),
            department: one?.unit,
            opinion: '请尽快处置',
          })
        },
      }),
      bare: () => ({
        headers: {},
        next: () => {
          const one = bareFiled.pop()
          return post('/w2', {
            id: newId(),
            number: one?.number,
            department: one?.unit,
            opinion: '请尽快处置',
          })
        },
      }),
    },
    W3: {
      lifang: () => ({
        headers: { cookie: by.dispatcher },
        next: () => ({
          method: 'GET',
          path: `/api/incidents?area=${place().code}&status=open&category=${half}&since=${since}&limit=20`,
        }),
      }),
      bare: () => ({
        headers: {},
        next: () => {
          const { path } = place()
          return {
            method: 'GET',
            path: `/w3?from=${path}&to=${path.slice(0, -1)}0&category=${half}&since=${since}`,
          }
        },
      }),
    },
    W5: {
      lifang: () => ({
        headers: { cookie: by.dispatcher },
        next: () => ({ method: 'GET', path: '/api/boards/incidents' }),
      }),
      bare: () => ({ headers: {}, next: () => ({ method: 'GET', path: '/w5' }) }),
    },
  }
}
