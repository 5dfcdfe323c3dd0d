// Keeps the field pages' shell on the telephone, so that they open without a signal. Data are never kept here: what the
// server knows is asked of the server, and what is not sent yet lies in the pages' own drawer.
const SHELL = '/field'
const CACHE = 'lifang-field-1'
/** A page that does not come in this time is as good as none: the kept one is shown. */
const PATIENCE_MS = 4_000

/** The page and all that its head names: scripts, styles, icons. What an older page named goes. */
async function fill(given) {
  const page = given ?? (await fetch(SHELL, { cache: 'no-store', credentials: 'same-origin' }))
  if (!page.ok) throw new Error(`shell answered ${page.status}`)
  const text = await page.clone().text()
  const named = [...text.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map((match) => match[1])
  const cache = await caches.open(CACHE)
  for (const path of named) {
    if ((await cache.match(path)) !== undefined) continue
    const file = await fetch(path)
    if (!file.ok) throw new Error(`${path} answered ${file.status}`)
    await cache.put(path, file)
  }
  // Last: a page is kept only when everything that it needs is.
  await cache.put(SHELL, page)
  for (const request of await cache.keys()) {
    const { pathname } = new URL(request.url)
    if (pathname !== SHELL && !named.includes(pathname)) await cache.delete(request)
  }
}

self.addEventListener('install', (event) => event.waitUntil(fill().then(() => self.skipWaiting())))
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

async function shell(event) {
  const kept = await caches.match(SHELL)
  const asked = fetch(event.request).then((page) => {
    if (page.ok) event.waitUntil(fill(page.clone()).catch(() => undefined))
    return page
  })
  if (kept === undefined) return asked
  const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS, null))
  try {
    const page = await Promise.race([asked, patience])
    return page !== null && page.status < 500 ? page : kept
  } catch {
    return kept
  }
}

self.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== self.location.origin) return
  if (request.mode === 'navigate') {
    if (pathname === SHELL || pathname.startsWith(`${SHELL}/`)) event.respondWith(shell(event))
    return
  }
  if (pathname.startsWith('/api/')) return
  event.respondWith(caches.match(request, { ignoreSearch: true }).then((kept) => kept ?? fetch(request)))
})
