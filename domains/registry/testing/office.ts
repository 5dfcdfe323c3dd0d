import { newId } from '@lifang/platform/id.ts'
import type { TestServer } from '../../../server/testing.ts'
import { idCheckDigit } from '../rules/id-number.ts'
import type { Done } from '../schema/views.ts'

type Answer = Awaited<ReturnType<TestServer['app']['inject']>>
type Values = Record<string, unknown>

/** What tests of the registry do again and again: ask as a post, put up a building, register somebody. */
export interface Office {
  /** '#1' behind a post is the second account of it; null a stranger. */
  send(method: 'GET' | 'POST', url: string, post: string | null, payload?: unknown): Promise<Answer>
  /** The body of an answer, which must have this status. */
  ok<T>(method: 'GET' | 'POST', url: string, post: string, payload?: unknown): Promise<T>
  /** '409 registry.room-taken idNumber', or 'done'. */
  refusal(method: 'GET' | 'POST', url: string, post: string, payload?: unknown): Promise<string>
  /** A command's id, source and day. */
  proof(over?: Values): { id: string; source: string; verifiedOn: string }
  /** A point of the grid that the first account of grid-worker looks after, and one of another community. */
  readonly mine: { lon: number; lat: number }
  readonly other: { lon: number; lat: number }
  building(over?: Values, post?: string): Promise<string>
  homes(building: string, rooms: readonly string[], post?: string): Promise<string[]>
  /** A building with one home in it. */
  home(over?: Values): Promise<string>
  person(over?: Values): Values
  register(
    home: string,
    person?: Values,
    over?: Values,
  ): Promise<{ id: string; household: string; done: Done }>
  /** A valid number of nobody: area 990602 is fictional. */
  idNumber(born?: string, sequence?: number): string
}

/** Office day of a clock. */
export const dayAt = (at: number): string => new Date(at + 8 * 3_600_000).toISOString().slice(0, 10)

export async function registryOffice(server: TestServer): Promise<Office> {
  let strangers = 0
  let built = 0
  const send: Office['send'] = async (method, url, post, payload) => {
    const [name = '', nth = '0'] = (post ?? '').split('#')
    strangers++
    return server.app.inject({
      method,
      url,
      remoteAddress: `10.11.${Math.floor(strangers / 250) % 250}.${strangers % 250}`,
      headers: post === null ? {} : { cookie: await server.signIn(name, Number(nth)) },
      ...(payload === undefined ? {} : { payload: payload as object }),
    })
  }
  const pointIn = (path: string): { lon: number; lat: number } => {
    const { lon, lat } = points.find((p) => p.path.startsWith(path)) ?? { lon: 0, lat: 0 }
    return { lon, lat }
  }
  const points = await pointsOf(server)
  const me = await send('GET', '/api/me', 'grid-worker')
  const path = me.json<{ holdings: { areaPath: string }[] }>().holdings[0]?.areaPath ?? ''
  const community = path.split('/').slice(0, -2).join('/')
  const elsewhere = points.find((p) => !p.path.startsWith(`${community}/`))
  if (elsewhere === undefined) throw new Error('the demo has one community only')
  const office: Office = {
    send,
    ok: async <T>(method: 'GET' | 'POST', url: string, post: string, payload?: unknown): Promise<T> => {
      const r = await send(method, url, post, payload)
      if (r.statusCode >= 300) throw new Error(`${url}: ${r.body}`)
      return r.json<T>()
    },
    refusal: async (method, url, post, payload) => {
      const r = await send(method, url, post, payload)
      if (r.statusCode < 300) return 'done'
      const { code, details } = r.json<{ code: string; details?: { field?: string } }>()
      return [r.statusCode, code, details?.field].filter((p) => p !== undefined).join(' ')
    },
    proof: (over = {}) => ({
      id: newId(),
      source: 'visit',
      verifiedOn: dayAt(server.deps.clock.now()),
      ...over,
    }),
    mine: pointIn(path),
    other: { lon: elsewhere.lon, lat: elsewhere.lat },
    building: async (over = {}, post = 'grid-worker') => {
      built++
      const body = {
        ...office.proof(),
        place: { ...office.mine, crs: 'CGCS2000' },
        road: '试验路',
        door: String(1000 + built),
        estate: '',
        block: '',
        storeys: 6,
        use: 'residential',
        ...over,
      }
      return (await office.ok<Done>('POST', '/api/registry/buildings', post, body)).id
    },
    homes: async (building, rooms, post = 'grid-worker') => {
      const homes = rooms.map((room) => ({
        id: newId(),
        entrance: '1',
        floor: Number(room.slice(0, -2)) || 1,
        room,
      }))
      await office.ok('POST', `/api/registry/buildings/${building}/homes`, post, { ...office.proof(), homes })
      return homes.map((h) => h.id)
    },
    home: async (over = {}) => {
      const [id] = await office.homes(await office.building(over), ['301'])
      return id ?? ''
    },
    person: (over = {}) => ({ name: '欧阳试', ...over }),
    register: async (home, person = {}, over = {}) => {
      const household = newId()
      const body = {
        ...office.proof(),
        person: office.person(person),
        home,
        stays: [{ kind: 'residing', household, relation: '02' }],
        from: '2020-05-01',
        ...over,
      }
      const done = await office.ok<Done>('POST', '/api/registry/people', 'grid-worker', body)
      return { id: done.id, household, done }
    },
    idNumber: (born = '19800315', sequence = 1) => {
      const digits = `990602${born}${String(sequence).padStart(3, '0')}`
      return digits + idCheckDigit(digits)
    },
  }
  return office
}

/** A point inside each grid. */
async function pointsOf(server: TestServer): Promise<{ path: string; lon: number; lat: number }[]> {
  const r = await server.app.inject({ method: 'GET', url: '/api/map/areas' })
  const { items } = r.json<{ items: { level: string; centre: [number, number] }[] }>()
  return items.flatMap(({ level, centre: [lon, lat] }) => {
    const here = level === 'grid' ? server.deps.directory.locate(lon, lat) : null
    return here === null ? [] : [{ path: here.grid.path, lon, lat }]
  })
}
