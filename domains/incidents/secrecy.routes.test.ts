import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { setClock } from '@lifang/platform/clock.ts'
import { newId } from '@lifang/platform/id.ts'
import { sql } from '@lifang/platform/sql.ts'
import { testServer, type TestServer } from '../../server/testing.ts'
import { NOW } from './examples.ts'
import { incidentDesk, type Desk } from './testing/desk.ts'

let server: TestServer
let desk: Desk
beforeAll(async () => {
  server = await testServer({ clock: setClock(NOW) })
  desk = await incidentDesk(server)
})
afterAll(() => server.end())

const nameOf = (post: string): string => server.accounts.find((a) => a.post === post)?.name ?? '?'
/** Everything that three reads say of one incident, as text. */
const allSaid = async (number: string, post: string): Promise<string> => {
  const reads = await Promise.all(
    [`/api/incidents/${number}`, `/api/incidents/${number}/clock`, '/api/incidents?limit=100'].map((url) =>
      desk.send('GET', url, post),
    ),
  )
  return reads.map((r) => r.body).join('\n')
}

describe('the reporter', () => {
  it('is masked for everybody, in full only for a reason that is written down', async () => {
    const { number, id } = await desk.report()
    for (const post of ['intake-officer', 'dispatcher', 'community-manager', 'leader']) {
      const shown = await desk.show(number, post)
      expect(shown.reporter).toEqual({ name: '王**', phone: '199****1234', confidential: false })
      expect(await allSaid(number, post)).not.toContain('王秀英')
    }
    const reveal = (post: string, reason: string) =>
      desk.send('POST', `/api/incidents/${number}/reporter`, post, { id: newId(), reason })
    expect((await reveal('intake-officer', '')).statusCode).toBe(400)
    expect((await reveal('dispatcher', '想看看')).json()).toMatchObject({
      status: 403,
      code: 'incidents.not-yours',
    })
    const full = await reveal('intake-officer', '回访核实现场情况')
    expect(full.json()).toEqual({ name: '王秀英', phone: '199 0000 1234' })
    const lines = await server.admin.rows<{ actor_name: string; ground: string; details: object }>(
      sql`select actor_name, ground, details from audit_entry where act = 'incidents.reveal-reporter' and subject_id = ${id}`,
    )
    expect(lines).toEqual([
      { actor_name: nameOf('intake-officer'), ground: '回访核实现场情况', details: { number } },
    ])
  })

  it('lies sealed in the database: neither name nor phone nor tail can be read there', async () => {
    const { id } = await desk.report()
    const row = await server.admin.one<Record<string, Buffer | string | null>>(
      sql`select * from incident_reporter where incident_id = ${id}`,
    )
    for (const value of Object.values(row)) {
      const text = Buffer.isBuffer(value) ? value.toString('latin1') + value.toString('utf8') : String(value)
      expect(text).not.toContain('王秀英')
      expect(text).not.toContain('19900001234')
      expect(text).not.toContain('199 0000 1234')
    }
    const audit = await server.admin.rows<{ line: string }>(
      sql`select details::text || coalesce(ground, '') as line from audit_entry where subject_id = ${id}`,
    )
    expect(audit.map((a) => a.line).join()).not.toContain('王秀英')
  })

  it('who asked for secrecy is hidden from whoever handles it: incident, history, requests, list, refusals', async () => {
    const { number } = await desk.report(
      { source: 'grid-patrol', reporter: { name: '王秀英', phone: '19900001234', confidential: true } },
      'grid-worker',
    )
    const secret = nameOf('grid-worker')
    await desk.act(number, 'intake-officer', 'accept')
    await desk.act(number, 'intake-officer', 'file', desk.classOf())
    await desk.act(number, 'dispatcher', 'dispatch', { department: desk.unit() })
    await desk.act(number, 'grid-worker', 'urge')
    // The last word was the reporter's: a refusal must not say whose.
    const refused = await desk.send('POST', `/api/incidents/${number}/acts/feedback`, 'handler', {
      id: newId(),
      opinion: '已办',
    })
    expect(refused.statusCode).toBe(409)
    const said = `${await allSaid(number, 'handler')}${refused.body}`
    for (const word of [secret, '王秀英', '王**', '199****']) expect(said, word).not.toContain(word)
    const shown = await desk.show(number, 'handler')
    expect(shown.reporter).toEqual({ name: null, phone: null, confidential: true })
    expect(shown.timeline.map((t) => [t.act, t.actor === ''])).toEqual([
      ['report', true],
      ['accept', false],
      ['file', false],
      ['dispatch', false],
      ['urge', true],
    ])
    const chief = await desk.show(number, 'duty-chief')
    expect(chief.timeline[0]?.actor).toBe(secret)
    expect(chief.reporter?.name).toBe('王**')
  })

  it('of a confidential class becomes secret when it is filed', async () => {
    const secret = desk.matter((m) => m.confidential)
    const number = await desk.reach('accepted')
    await desk.act(number, 'intake-officer', 'file', {
      catalogue: secret.key,
      condition: secret.conditions[0]?.seq,
    })
    await desk.act(number, 'dispatcher', 'dispatch', { department: desk.unit() })
    expect((await desk.show(number, 'handler')).reporter).toMatchObject({ name: null, confidential: true })
  })
})

describe('photos', () => {
  const read = (id: string, post: string | null) => desk.send('GET', `/api/files/${id}`, post)

  it('are read by whoever may see the incident, and by nobody else', async () => {
    const file = await desk.photo('intake-officer')
    expect((await read(file, 'intake-officer')).statusCode).toBe(200)
    expect((await read(file, 'duty-chief')).statusCode).toBe(404)
    const { number } = await desk.report({ photos: [file] })
    expect((await desk.show(number)).evidence).toMatchObject([{ id: file, url: `/api/files/${file}` }])
    const seen = await read(file, 'duty-chief')
    expect(seen.statusCode).toBe(200)
    expect(seen.headers['content-type']).toMatch(/^image\//)
    expect(seen.headers['x-content-type-options']).toBe('nosniff')
    expect((await read(file, 'handler')).statusCode).toBe(404)
    expect((await read(file, 'community-manager#1')).statusCode).toBe(404)
    expect((await read(file, null)).statusCode).toBe(401)
    expect((await read(newId(), 'duty-chief')).statusCode).toBe(404)
    await desk.act(number, 'intake-officer', 'accept')
    await desk.act(number, 'intake-officer', 'file', desk.classOf())
    await desk.act(number, 'dispatcher', 'dispatch', { department: desk.unit() })
    expect((await read(file, 'handler')).statusCode).toBe(200)
  })

  it('belong to one incident and to who sent them', async () => {
    const file = await desk.photo('intake-officer')
    const { number } = await desk.report({ photos: [file] })
    const again = await desk.send(
      'POST',
      '/api/incidents',
      'intake-officer',
      desk.reportBody({ photos: [file] }),
    )
    expect(again.json()).toMatchObject({
      status: 422,
      code: 'incidents.file-unusable',
      details: { files: [{ id: file, why: 'claimed' }] },
    })
    const foreign = await desk.photo('dispatcher')
    expect(
      await desk.refusal(number, 'intake-officer', 'add-evidence', {
        photos: [{ file: foreign, kind: 'near' }],
      }),
    ).toBe('422 incidents.file-unusable')
    expect(
      await desk.refusal(number, 'intake-officer', 'add-evidence', {
        photos: [{ file: newId(), kind: 'near' }],
      }),
    ).toBe('422 incidents.file-unusable')
    // A refused command leaves nothing behind: no history row, no half-claimed photo.
    expect((await desk.show(number)).timeline).toHaveLength(1)
    await desk.act(number, 'dispatcher', 'add-evidence', { photos: [{ file: foreign, kind: 'far' }] })
    expect((await desk.show(number)).evidence.map((e) => e.kind).toSorted()).toEqual(['far', 'near'])
  })

  it('of a stranger need the secret given with the upload', async () => {
    const boundary = 'x'
    const { default: sharp } = await import('sharp')
    const bytes = await sharp({ create: { width: 64, height: 64, channels: 3, background: '#123456' } })
      .png()
      .toBuffer()
    const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n`
    const sent = await desk.send(
      'POST',
      '/api/files',
      null,
      Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]),
      { 'content-type': `multipart/form-data; boundary=${boundary}` },
    )
    const { id, claim } = sent.json<{ id: string; claim: string }>()
    expect(claim.length).toBeGreaterThan(20)
    const report = (photo: Record<string, unknown>) =>
      desk.send('POST', '/api/incidents', null, desk.reportBody({ source: 'resident', photos: [photo] }))
    expect((await report({ file: id })).statusCode).toBe(422)
    expect((await report({ file: id, claim: 'guess' })).statusCode).toBe(422)
    expect((await report({ file: id, claim, kind: 'far' })).statusCode).toBe(201)
  })
})
