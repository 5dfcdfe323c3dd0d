/**
 * The peer: a bare node:http server with pg and the same core SQL, and nothing else; no session, no scope, no rules, no
 * validation, no audit, no clock. What it answers per second is what the work itself costs.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import pg from 'pg'

const [url = '', county = '0', gridId = '', gridPath = '', lon = '0', lat = '0'] = process.argv.slice(2)
const pool = new pg.Pool({ connectionString: url, max: 16 })
const hash = Buffer.alloc(32)
let seq = 0

const body = async (request: IncomingMessage): Promise<Record<string, string>> => {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return JSON.parse(Buffer.concat(parts).toString()) as Record<string, string>
}
const json = (response: ServerResponse, value: unknown): void => {
  response.writeHead(200, { 'content-type': 'application/json' })
  response.end(JSON.stringify(value))
}

const work: Record<
  string,
  (request: IncomingMessage, response: ServerResponse, query: URLSearchParams) => Promise<void>
> = {
  '/w1': async (request, response) => {
    const b = await body(request)
    const number = `${county}B${String(++seq).padStart(9, '0')}`
    await pool.query({
      name: 'w1',
      text: `with s as (insert into incident_step (county, id, incident_id, seq, act, to_status, actor_name, post, at, body_hash)
            values ($1, $2, $2, 0, 'report', 'reported', '', 'resident', now(), $3)),
          d as (insert into incident_delta (county, area_path, class_major, status, n) values ($1, $4, '', 'reported', 1))
        insert into incident (county, id, number, status, source, area_id, area_path, lon, lat, address, description, occurred_at, reported_at,
          request_hash, policy_version) values ($1, $2, $5, 'reported', $6, $7, $4, $8, $9, $10, $11, $12, now(), $3, 'policy-1')`,
      values: [
        Number(county),
        b['id'],
        hash,
        gridPath,
        number,
        b['source'],
        gridId,
        Number(lon),
        Number(lat),
        b['address'],
        b['description'],
        b['occurredAt'],
      ],
    })
    json(response, { id: b['id'], number, status: 'reported' })
  },
  '/w2': async (request, response) => {
    const b = await body(request)
    const { rows } = await pool.query<{ number: string; version: number }>({
      name: 'w2',
      text: `with u as (update incident set status = 'dispatched', lead_unit_id = $3, dispatched_at = now(), version = version + 1
            where county = $1 and number = $2 and status = 'filed' returning county, id, number, version, area_path, class_code),
          s as (insert into incident_step (county, id, incident_id, seq, act, from_status, to_status, actor_name, post, opinion, at, body_hash)
            select county, $4, id, version, 'dispatch', 'filed', 'dispatched', '', 'dispatcher', $5, now(), $6 from u),
          d as (insert into incident_delta (county, area_path, class_major, status, n)
            select county, area_path, left(class_code, 2), v.status, v.n from u cross join (values ('filed', -1), ('dispatched', 1)) v(status, n))
        select number, version from u`,
      values: [Number(county), b['number'], b['department'], b['id'], b['opinion'], hash],
    })
    if (rows.length !== 1) {
      response.writeHead(409)
      response.end()
      return
    }
    json(response, rows[0])
  },
  '/w3': async (_request, response, query) => {
    const { rows } = await pool.query({
      name: 'w3',
      text: `select i.county, i.id, i.number, i.status, i.source, i.area_id, i.area_path, i.address, i.description, i.occurred_at, i.reported_at,
            i.class_standard, i.class_kind, i.class_code, i.class_name, i.lead_unit_id, i.urgent, i.on_hold, i.supervision, i.stage,
            i.stage_due_at, i.stage_yellow_at, i.total_due_at, i.total_yellow_at, i.provisional, i.on_time, i.version
          from incident i where i.county = $1 and i.area_path >= $2 and i.area_path < $3
            and i.status in ('reported', 'verifying', 'accepted', 'filed', 'dispatched', 'handling', 'feedback', 'checking')
            and (left(i.class_code, 2) = any($4::text[]) or left(i.class_code, 3) = any($4::text[])) and i.reported_at >= $5
          order by i.reported_at desc, i.id desc limit 21`,
      values: [
        Number(county),
        query.get('from'),
        query.get('to'),
        (query.get('category') ?? '').split(','),
        query.get('since'),
      ],
    })
    json(response, { items: rows.slice(0, 20), next: rows.length > 20 })
  },
  '/w4': async (_request, response, query) => {
    const words = query.get('q') ?? ''
    const letters = [...words]
    const pairs = letters.slice(1).map((c, i) => `${letters[i] ?? ''}${c}`)
    const ask = (name: string, text: string, values: unknown[]): Promise<unknown[]> =>
      pool.query<Record<string, unknown>>({ name, text, values }).then((r) => r.rows)
    const [people, homes, buildings, enterprises, facilities, places] = await Promise.all([
      ask('w4p', PEOPLE, [Number(county), pairs, letters.length === 2 ? '%' : `%${words}%`]),
      ask('w4h', HOMES, [Number(county), pairs]),
      ask('w4b', BUILDINGS, [Number(county), pairs]),
      ...(['enterprise', 'facility', 'place'] as const).map((table) =>
        ask(`w4${table}`, `select * from ${table} where county = $1 and bigrams @> $2::text[] limit 21`, [
          Number(county),
          pairs,
        ]),
      ),
    ])
    json(response, { people, homes, buildings, enterprises, facilities, places })
  },
  '/w5': async (_request, response) => {
    const { rows } = await pool.query({
      name: 'w5',
      text: `select area_path, class_major, status, n from incident_count where county = $1 and depth = 3`,
      values: [Number(county)],
    })
    json(response, rows)
  },
}

const PEOPLE = `with f as (select p.county, p.id, p.name, p.sex, p.birth_date, p.id_masked, p.phone_masked, p.status, p.care, p.died_on
    from person p where p.county = $1 and p.bigrams @> $2::text[] and p.name like $3 limit 21)
  select p.*, w.address, w.path, coalesce(w.split, false) as split from f p left join lateral (
    select coalesce(res.address, reg.address) as address, coalesce(res.area_path, reg.area_path) as path, res.id is distinct from reg.id as split
    from (select h.id, b.address, h.area_path from residence r join home h on h.county = r.county and h.id = r.home_id
        join building b on b.county = h.county and b.id = h.building_id
        where r.county = p.county and r.person_id = p.id and r.kind = 'residing' and r.to_on is null) res
      full join (select h.id, b.address, h.area_path from residence r join home h on h.county = r.county and h.id = r.home_id
        join building b on b.county = h.county and b.id = h.building_id
        where r.county = p.county and r.person_id = p.id and r.kind = 'registered' and r.to_on is null) reg on true) w on true`
const HOMES = `select h.id, h.address, h.area_path, h.kind from home h where h.county = $1 and h.bigrams @> $2::text[] limit 21`
const BUILDINGS = `(select b.id, b.address, b.area_path from building b where b.county = $1 and b.bigrams @> $2::text[] limit 21)
  union (select b.id, b.address, b.area_path from address_alias a join building b on b.county = a.county and b.id = a.building_id
    where a.county = $1 and a.bigrams @> $2::text[] limit 21) limit 21`

const server = createServer((request, response) => {
  const target = new URL(request.url ?? '/', 'http://localhost')
  const handler = work[target.pathname]
  if (handler === undefined) {
    response.writeHead(404)
    response.end()
    return
  }
  handler(request, response, target.searchParams).catch(() => {
    response.writeHead(500)
    response.end()
  })
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.send?.({
    url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
  })
})
process.on('disconnect', () => process.exit(0))
