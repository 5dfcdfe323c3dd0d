/** The drawer of a telephone: what is not sent yet lies in its own database until the receipt came. */

interface Drawer<S extends string> {
  /** @returns false when the telephone has no room or forbids storing: then only the open page holds it. */
  readonly put: (name: S, key: string, value: unknown) => Promise<boolean>
  readonly take: (name: S, key: string) => Promise<unknown>
  readonly all: (name: S) => Promise<readonly unknown[]>
  readonly drop: (name: S, key: string) => Promise<void>
  readonly keepPhoto: (key: string, blob: Blob) => Promise<void>
  /** Null: the telephone threw it away. */
  readonly keptPhoto: (key: string) => Promise<Blob | null>
  readonly dropPhotos: (keys: readonly string[]) => Promise<void>
}

/** @param database name of the application's own @param others stores beside the photos */
export function drawerOf<const S extends string>(
  database: string,
  others: readonly S[],
): Drawer<S | 'photos'> {
  type Name = S | 'photos'
  const open = (): Promise<IDBDatabase> =>
    new Promise((resolve, reject) => {
      const asked = indexedDB.open(database, 1)
      asked.addEventListener('upgradeneeded', () => {
        for (const name of ['photos', ...others]) asked.result.createObjectStore(name)
      })
      asked.addEventListener('success', () => resolve(asked.result))
      asked.addEventListener('error', () => reject(asked.error ?? new Error('no store')))
      asked.addEventListener('blocked', () => reject(new Error('no store')))
    })

  /** Done when the whole transaction is on the disk, not when it was asked for. */
  const within = async <T>(
    name: Name,
    mode: IDBTransactionMode,
    work: (store: IDBObjectStore) => IDBRequest<T>,
  ): Promise<T> => {
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

  const put = (name: Name, key: string, value: unknown): Promise<boolean> =>
    within(name, 'readwrite', (store) => store.put(value, key)).then(
      () => true,
      () => false,
    )
  const take = (name: Name, key: string): Promise<unknown> =>
    within<unknown>(name, 'readonly', (store) => store.get(key)).catch(() => undefined)
  const drop = (name: Name, key: string): Promise<void> =>
    within(name, 'readwrite', (store) => store.delete(key)).catch(() => undefined)

  /** Where storage is switched off a photo lives as long as the page. */
  const memory = new Map<string, Blob>()
  return {
    put,
    take,
    all: (name) => within<unknown[]>(name, 'readonly', (store) => store.getAll()).catch(() => []),
    drop,
    keepPhoto: async (key, blob) => {
      memory.set(key, blob)
      await put('photos', key, blob)
    },
    keptPhoto: async (key) => {
      const found = memory.get(key) ?? (await take('photos', key))
      return found instanceof Blob ? found : null
    },
    dropPhotos: async (keys) => {
      for (const key of keys) {
        memory.delete(key)
        await drop('photos', key)
      }
    },
  }
}
