// Shows what the server pushed (encrypted for this browser) and opens the incident when it is pressed. Nothing is kept here.
self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

const windows = () => self.clients.matchAll({ type: 'window', includeUncontrolled: true })

self.addEventListener('push', (event) => {
  let message = {}
  try {
    message = event.data?.json() ?? {}
  } catch {
    // Not ours: shown without words rather than not at all, as the browser demands.
  }
  event.waitUntil(
    (async () => {
      // Whoever has the application in front of them is told there, once.
      if ((await windows()).some((w) => w.focused)) return
      await self.registration.showNotification(message.title || '里坊', {
        body: message.body || '',
        tag: message.tag || 'lifang',
        renotify: true,
        icon: '/mark.svg',
        lang: 'zh-CN',
        data: { url: typeof message.url === 'string' && message.url.startsWith('/') ? message.url : '/' },
      })
    })(),
  )
})

self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  const { url } = event.notification.data ?? { url: '/' }
  event.waitUntil(
    (async () => {
      const [open] = await windows()
      if (open === undefined) {
        await self.clients.openWindow(url)
        return
      }
      // The page goes there itself: a form half filled in may ask first.
      open.postMessage({ lifang: 'open', url })
      await open.focus()
    })(),
  )
})
