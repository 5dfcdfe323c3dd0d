/** Phrases of one locale: key → sentence with {placeholders}. */
export type Phrases = Readonly<Record<string, string>>

/**
 * Fills the placeholders of a phrase: `{name}` with the value, `{name|prefix}` with the phrase `prefix.value` (a status, an
 * act), lists joined by 、. A missing phrase shows its key, so that it is seen and mended; a missing value leaves nothing.
 */
export function say(phrases: Phrases, key: string, values: Readonly<Record<string, unknown>> = {}): string {
  const phrase = phrases[key]
  if (phrase === undefined) return key
  return phrase.replace(/\{(\w+)(?:\|([\w.-]+))?\}/g, (_, name: string, prefix: string | undefined) => {
    const value = values[name]
    if (value === undefined || value === null) return ''
    const word = (v: unknown) =>
      prefix === undefined ? String(v) : (phrases[`${prefix}.${String(v)}`] ?? String(v))
    return Array.isArray(value) ? value.map(word).join('、') : word(value)
  })
}
