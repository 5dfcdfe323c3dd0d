/**
 * Numbers by number, in flat memory: a file of a million lines is remembered whole, and a `Map` of that many texts or numbers takes
 * five times the room. Nothing is ever taken out.
 */
export class NumberTable {
  /** The key and one more; 0: free. */
  #keys = new Float64Array(1 << 10)
  #values = new Int32Array(1 << 10)
  #size = 0

  /** @param key a whole number from 0 to 2^53 - 2 */
  get(key: number): number | undefined {
    const at = this.#slot(key)
    return this.#keys[at] === 0 ? undefined : this.#values[at]
  }

  /** @param value of 32 bits, with its sign */
  set(key: number, value: number): void {
    if (this.#size * 4 > this.#keys.length * 3) this.#grow()
    const at = this.#slot(key)
    if (this.#keys[at] === 0) this.#size++
    this.#keys[at] = key + 1
    this.#values[at] = value
  }

  #slot(key: number): number {
    const last = this.#keys.length - 1
    const mixed = Math.imul(key ^ Math.imul((key / 0x100000000) | 0, 0x85ebca6b), 0x9e3779b1)
    let at = (mixed ^ (mixed >>> 15)) & last
    for (;;) {
      const there = this.#keys[at]
      if (there === 0 || there === key + 1) return at
      at = (at + 1) & last
    }
  }

  #grow(): void {
    const [keys, values] = [this.#keys, this.#values]
    this.#keys = new Float64Array(keys.length * 2)
    this.#values = new Int32Array(keys.length * 2)
    for (const [i, key] of keys.entries()) {
      if (key === 0) continue
      const at = this.#slot(key - 1)
      this.#keys[at] = key
      this.#values[at] = values[i] ?? 0
    }
  }
}

/** Homes as numbers: of a building, and of how entrance and room are written, which few texts do for a whole district. */
export class Rooms {
  readonly #texts = new Map<string, number>()

  /** @param building its short name within the import, below 2^20 @returns below 2^46 */
  key(building: number, entrance: string, room: string): number {
    const text = `${entrance}|${room}`
    let n = this.#texts.get(text)
    if (n === undefined) this.#texts.set(text, (n = this.#texts.size))
    return n * 0x100000 + building
  }
}
