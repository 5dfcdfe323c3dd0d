// The whole loop by HTTP alone, as an outside program would do it: report, accept, file, dispatch, take, feed back,
// check, close, rate. Run against a demo: node docs/api/loop.mjs http://localhost:8080 var/demo-accounts.json
import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'

const [base = 'http://localhost:8080', accountsFile = 'var/demo-accounts.json'] = process.argv.slice(2)
const accounts = JSON.parse(await readFile(accountsFile, 'utf8'))

/** Signs in as the first demo account of a post and returns a function that calls the API as it. */
async function as(post) {
  const { username, password } = accounts.find((a) => a.post === post)
  const response = await fetch(`${base}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password }),
  })
  if (!response.ok) throw new Error(await response.text())
  const cookie = response.headers.get('set-cookie').split(';')[0]
  return async (method, path, body) => {
    const answer = await fetch(base + path, {
      method,
      headers: { cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const json = await answer.json()
    // A refusal is application/problem+json: `code` for programs, `title` for people.
    if (!answer.ok) throw new Error(`${json.code}: ${json.title}`)
    return json
  }
}

const desk = await as('intake-officer')
const dispatcher = await as('dispatcher')
const unit = await as('handler')
const checker = await as('checker')

// The unit behind the handler, and a class of the responsibility list that is its business.
const { holdings } = await unit('GET', '/api/me')
const department = holdings[0].departmentId
const { entries } = await desk('GET', '/api/responsibility-list')
const matter = entries.find((e) => e.department?.id === department)

// Any place inside the demo street; GCJ-02 from a web map would do as well ({ crs: 'GCJ02' }).
const place = { lon: 113.13, lat: 29.37, crs: 'CGCS2000' }

const report = {
  id: randomUUID(), // minted here: sending the same report again is safe
  source: 'hotline',
  occurredAt: new Date(Date.now() - 60_000).toISOString(),
  place,
  description: '路边堆放垃圾，气味很大',
  reporter: { name: '王秀英', phone: '199 0000 1234' },
}
const { number, grid } = await desk('POST', '/api/incidents', report)
const again = await desk('POST', '/api/incidents', report)
console.log(
  number,
  grid.name,
  again.number === number ? 'same answer when sent again' : 'NOT the same answer',
)

const act = (who, name, body = {}) =>
  who('POST', `/api/incidents/${number}/acts/${name}`, { id: randomUUID(), ...body })
await act(desk, 'accept')
await act(desk, 'file', { catalogue: matter.key, condition: matter.conditions[0].seq })
await act(dispatcher, 'dispatch', { department, opinion: '请到现场处置' })
await act(unit, 'take')
await act(unit, 'feedback', { opinion: '已清理', withoutEvidenceReason: '接口演示，无现场照片' })
const me = await checker('GET', '/api/me')
await act(dispatcher, 'send-check', { assignee: me.id })
await act(checker, 'check', { result: 'pass' })
await act(desk, 'close')

const clock = await desk('GET', `/api/incidents/${number}/clock?stage=handle`)
for (const day of clock.clocks[0].days)
  console.log(day.day, day.kind, day.label ?? '', `${Math.round(day.countedMs / 60_000)} min`)

// The resident, without an account: number and the last four digits of the phone.
const card = await fetch(`${base}/api/public/incidents/acts`, {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ act: 'rate', number, tail: '1234', id: randomUUID(), stars: 5, solved: true }),
}).then((r) => r.json())
console.log(card.status, card.timeline.map((t) => t.act).join(' → '))
