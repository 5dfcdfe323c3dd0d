/** The drawer of this telephone: what is not sent yet, its photos, and the few facts a form needs without a signal. */

const STORES = ['jobs', 'photos', 'kept'] as const
type Store = (typeof STORES)[number]

const open = (): Promise<IDBDatabase> =>
  new Promise((resolve, reject) => {
    const asked = indexedDB.open('lifang.field', 1)
    asked.addEventListener('upgradeneeded', () => {
      for (const name of STORES) asked.result.createObjectStore(name)
    })
    asked.addEventListener('success', () => resolve(asked.result))
    asked.addEventListener('error', () => reject(asked.error ?? new Error('no store')))
    asked.addEventListener('blocked', () => reject(new Error('no store')))
  })

/** Done when the whole transaction is on the disk, not when it was asked for. */
async function within<T>(
  name: Store,
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const db = await open()
  try {
    return await new Promise((resolve, reject) => {
      const transaction = db.transaction(name, mode, { durability: 'strict' })
      const asked = work(transaction.objectStore(name))
      const failed = (): void => reject(transaction.error ?? asked.error ?? new Error('no store'))
      transaction.addEventListener('complete', () => resolve(asked.result))
      transaction.addEventListener('error', failed)
      transaction.addEventListener('abort', failed)
    })
  } finally {
    db.close()
  }
}

/** @returns false when the telephone has no room or forbids storing: then only the open page holds it. */
export const put = async (name: Store, key: string, value: unknown): Promise<boolean> =>
  within(name, 'readwrite', (store) => store.put(value, key)).then(
    () => true,
    () => false,
  )
export const take = (name: Store, key: string): Promise<unknown> =>
  within<unknown>(name, 'readonly', (store) => store.get(key)).catch(() => undefined)
export const all = (name: Store): Promise<readonly unknown[]> =>
  within<unknown[]>(name, 'readonly', (store) => store.getAll()).catch(() => [])
export const drop = async (name: Store, key: string): Promise<void> => {
  await within(name, 'readwrite', (store) => store.delete(key)).catch(() => undefined)
}

/** Where storage is switched off a photo lives as long as the page. */
const memory = new Map<string, Blob>()

export async function keepPhoto(key: string, blob: Blob): Promise<boolean> {
  memory.set(key, blob)
  return put('photos', key, blob)
}
export async function keptPhoto(key: string): Promise<Blob | null> {
  const held = memory.get(key)
  if (held !== undefined) return held
  const found = await take('photos', key)
  return found instanceof Blob ? found : null
}
export async function dropPhotos(keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    memory.delete(key)
    await drop('photos', key)
  }
}
