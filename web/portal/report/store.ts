/** Photos of a report not sent yet, kept on this telephone: they are too large for the drawer the words lie in. */

const open = (): Promise<IDBDatabase> =>
  new Promise((resolve, reject) => {
    const asked = indexedDB.open('lifang.portal', 1)
    asked.addEventListener('upgradeneeded', () => asked.result.createObjectStore('photos'))
    asked.addEventListener('success', () => resolve(asked.result))
    asked.addEventListener('error', () => reject(asked.error ?? new Error('no store')))
  })

async function within<T>(
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const db = await open()
  try {
    return await new Promise((resolve, reject) => {
      const asked = work(db.transaction('photos', mode).objectStore('photos'))
      asked.addEventListener('success', () => resolve(asked.result))
      asked.addEventListener('error', () => reject(asked.error ?? new Error('no store')))
    })
  } finally {
    db.close()
  }
}

/** Where storage is switched off the photo lives as long as the page. */
const memory = new Map<string, Blob>()

export async function keepPhoto(key: string, blob: Blob): Promise<void> {
  memory.set(key, blob)
  await within('readwrite', (store) => store.put(blob, key)).catch(() => undefined)
}
export async function keptPhoto(key: string): Promise<Blob | null> {
  const held = memory.get(key)
  if (held !== undefined) return held
  const found: unknown = await within<unknown>('readonly', (store) => store.get(key)).catch(() => null)
  return found instanceof Blob ? found : null
}
export async function dropPhotos(keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    memory.delete(key)
    await within('readwrite', (store) => store.delete(key)).catch(() => undefined)
  }
}
