import { afterAll, beforeAll, expect, test } from 'vitest'
import { firstLoad } from './first-load.ts'
import { openStage, type Stage } from './stage.ts'

/** What a desk may have to fetch before its first rows, gzipped and without the map. */
const MOST_BYTES = 420_000
/** Of a desk whose forms come after its rows: one that fetches them before has undone that. */
const USUAL_BYTES = 330_000

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(async () => {
  await stage.end()
})

test.each([
  ['dispatcher', '/?tab=open', 'main .row, main .state', USUAL_BYTES],
  ['dispatcher', '/dispatch', '.queue .q, .queue .state', USUAL_BYTES],
  ['handler', '/handling', 'main .row, main .state', USUAL_BYTES],
  ['duty-chief', '/exceptions', 'main .ex, main .state', USUAL_BYTES],
  ['dispatcher', '/list', 'main .major', MOST_BYTES],
  ['intake-officer', '/intake', '.queue .q, .queue .state', MOST_BYTES],
  ['checker', '/checks', 'main .stop, main .state', USUAL_BYTES],
  ['community-manager', '/community', 'main .row, main .state', USUAL_BYTES],
])('%s at %s', async (post, path, useful, most) => {
  const page = await stage.person(post)
  const stands = () => page.locator(useful).first().waitFor()
  const { files, bytes } = await firstLoad(page, path, '/index.html', stands, /\/(canvas|maplibre)/)
  expect(files.length).toBeGreaterThan(1)
  expect(bytes, files.join(' ')).toBeLessThanOrEqual(most)
})
