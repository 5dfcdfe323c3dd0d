import { noticeRoutes } from '@lifang/domains/notices/schema.ts'
import { newId } from '@lifang/platform/id.ts'
import { call } from '../call.ts'

/** The worker has a place of its own, so that it never comes between a page and the server. */
const WORKER = '/push-worker.js'
const SCOPE = '/push/'
const OWNER = 'lifang.push-owner'

export type PushState = 'unsupported' | 'denied' | 'off' | 'on'

const supported = (): boolean =>
  window.isSecureContext &&
  'serviceWorker' in navigator &&
  'PushManager' in window &&
  'Notification' in window

async function subscribed(): Promise<PushSubscription | null> {
  const registration = await navigator.serviceWorker.getRegistration(SCOPE)
  return (await registration?.pushManager.getSubscription()) ?? null
}

export async function pushState(): Promise<PushState> {
  if (!supported()) return 'unsupported'
  if (Notification.permission === 'denied') return 'denied'
  return (await subscribed()) === null ? 'off' : 'on'
}

const activated = (registration: ServiceWorkerRegistration): Promise<void> =>
  new Promise((resolve) => {
    const worker = registration.active ?? registration.waiting ?? registration.installing
    if (worker === null || worker.state === 'activated') {
      resolve()
      return
    }
    worker.addEventListener('statechange', () => {
      if (worker.state === 'activated') resolve()
    })
  })

/** Asks for leave, subscribes with the push service of the browser's maker, and tells the server. @throws Refusal, DOMException */
export async function startPush(accountId: string): Promise<PushState> {
  if (!supported()) return 'unsupported'
  if ((await Notification.requestPermission()) !== 'granted') return 'denied'
  const { publicKey } = await call(noticeRoutes.pushKey)
  const registration = await navigator.serviceWorker.register(WORKER, { scope: SCOPE })
  await activated(registration)
  const subscription = await registration.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: publicKey,
  })
  const { keys } = subscription.toJSON()
  await call(noticeRoutes.subscribe, {
    body: {
      id: newId(),
      endpoint: subscription.endpoint,
      keys: { p256dh: keys?.['p256dh'] ?? '', auth: keys?.['auth'] ?? '' },
    },
  })
  localStorage.setItem(OWNER, accountId)
  return 'on'
}

/** Ends pushing to this browser; also at signing out, since others may sit here next. */
export async function stopPush(): Promise<void> {
  if (!supported()) return
  const subscription = await subscribed()
  localStorage.removeItem(OWNER)
  if (subscription === null) return
  await call(noticeRoutes.unsubscribe, { body: { endpoint: subscription.endpoint } }).catch(() => undefined)
  await subscription.unsubscribe()
}

/** A subscription of whoever sat here before is ended: their news is not for this person's eyes. */
export async function onlyMine(accountId: string): Promise<void> {
  if (!supported()) return
  const subscription = await subscribed()
  if (subscription !== null && localStorage.getItem(OWNER) !== accountId) await subscription.unsubscribe()
}

/** Addresses that a pressed notification asks this page to open. */
export function onPressed(open: (url: string) => void): () => void {
  if (!supported()) return () => undefined
  const hear = (event: MessageEvent<unknown>): void => {
    const { data } = event
    if (typeof data !== 'object' || data === null) return
    const { lifang, url } = Object.fromEntries(Object.entries(data))
    if (lifang === 'open' && typeof url === 'string' && /^\/(?![/\\])/.test(url)) open(url)
  }
  navigator.serviceWorker.addEventListener('message', hear)
  navigator.serviceWorker.startMessages()
  return () => navigator.serviceWorker.removeEventListener('message', hear)
}
