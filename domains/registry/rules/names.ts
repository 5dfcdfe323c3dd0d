/**
 * Names as people search and mistake them: pinyin and its initials, two-character fragments, homophones and near shapes. Edit
 * distance is never used: of two characters one is half the name, and 张伟 is not 王伟.
 */
import { pinyin } from 'pinyin-pro'
import { surnameOf } from '@lifang/domains/grid/rules/card.ts'
import { NEAR_SHAPES, PLACE_READINGS, SURNAME_READINGS, SURNAME_VARIANTS } from './readings.ts'

/** Letters and digits of a text in one spelling: what is indexed and what is searched go through the same. */
export const plainText = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '')

/** Readings without tones, ü as v, the usual one first. A register has the same few thousand characters again and again. */
const known = new Map<string, readonly string[]>()
export function readingsOf(character: string): readonly string[] {
  const kept = known.get(character)
  if (kept) return kept
  const found = /\p{Script=Han}/u.test(character)
    ? [
        pinyin(character, { toneType: 'none', type: 'array', v: true })[0] ?? character,
        ...pinyin(character, { toneType: 'none', type: 'array', v: true, multiple: true }),
      ]
    : [character.toLowerCase()]
  const readings = [...new Set(found)]
  known.set(character, readings)
  return readings
}

/** One list of readings a syllable; the surname by its own table. */
function syllables(name: string): readonly (readonly string[])[] {
  const plain = plainText(name)
  const surname = SURNAME_READINGS.has(plain) ? plain : surnameOf(plain)
  const own = SURNAME_READINGS.get(surname)
  const given = own ? [...plain].slice([...surname].length) : [...plain]
  const head = own
    ? [...surname].map((_, i) => [...new Set(own.map((reading) => reading.split(' ')[i] ?? ''))])
    : []
  return [...head, ...given.map(readingsOf)]
}

/** A person's name in full pinyin with blanks: 单小华 → `shan xiao hua`. */
export const pinyinOfName = (name: string): string =>
  syllables(name)
    .map((readings) => readings[0] ?? '')
    .join(' ')

const MOST_VARIANTS = 8

/**
 * Initials people may type for a name, the usual ones first: 张伟 → `zw`, 张乐 → `zl` and `zy`. At most eight, for an index that
 * holds them all.
 */
export function initialsOfName(name: string): readonly string[] {
  let all: readonly string[] = ['']
  for (const readings of syllables(name)) {
    const letters = [...new Set(readings.map((reading) => reading[0] ?? ''))]
    all = letters.flatMap((letter) => all.map((before) => before + letter)).slice(0, MOST_VARIANTS)
  }
  return all.filter((one) => one !== '')
}

/** A place, an address or an enterprise in full pinyin with blanks; digits and letters stay as they are. */
export function pinyinOfPlace(text: string): string {
  const plain = plainText(text)
  const out: string[] = []
  let from = 0
  while (from < plain.length) {
    const word = placeAt(plain, from)
    const upTo = word ? from : nextPlace(plain, from)
    if (word) {
      out.push(...word.reading.split(' '))
      from += word.length
    } else {
      const part = pinyin(plain.slice(from, upTo), {
        toneType: 'none',
        type: 'array',
        v: true,
        nonZh: 'consecutive',
      })
      out.push(...part.filter((syllable) => syllable !== ''))
      from = upTo
    }
  }
  return out.join(' ')
}

function placeAt(text: string, at: number): { reading: string; length: number } | null {
  for (const length of [3, 2]) {
    const reading = PLACE_READINGS.get(text.slice(at, at + length))?.[0]
    if (reading !== undefined) return { reading, length }
  }
  return null
}
function nextPlace(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at++) if (placeAt(text, at)) return at
  return text.length
}

/** First letters of `pinyinOfPlace`, digits whole: 学府路74号 → `xfl74h`. */
export const initialsOfPlace = (text: string): string =>
  pinyinOfPlace(text)
    .split(' ')
    .map((syllable) => (/^\d/.test(syllable) ? syllable : (syllable[0] ?? '')))
    .join('')

/**
 * Every pair of neighbours once, for an array index: a fragment is found where all its pairs are, and then compared as a text,
 * since pairs alone do not know their order. A text of one character gives that character.
 */
export function bigramsOf(text: string): readonly string[] {
  const letters = [...plainText(text)]
  if (letters.length < 2) return letters
  return [...new Set(letters.slice(1).map((letter, i) => (letters[i] ?? '') + letter))]
}

export type Likeness = 'equal' | 'variant' | 'homophone' | 'near-shape'

const groupsOf = (groups: readonly string[]): ReadonlyMap<string, readonly number[]> => {
  const by = new Map<string, number[]>()
  groups.forEach((group, i) => {
    for (const letter of group) by.set(letter, [...(by.get(letter) ?? []), i])
  })
  return by
}
const SHAPES = groupsOf(NEAR_SHAPES)
const VARIANTS = groupsOf(SURNAME_VARIANTS)
const together = (groups: ReadonlyMap<string, readonly number[]>, a: string, b: string): boolean =>
  groups.get(a)?.some((group) => groups.get(b)?.includes(group)) ?? false

/**
 * Whether two names can be one person's, and by what. Character by character: the same, a variant of the surname (肖 萧), the
 * same sound, or at most one that looks alike. Names of different length are never alike. Null: not the same.
 */
export function sameName(a: string, b: string): Likeness | null {
  const [left, right] = [[...plainText(a)], [...plainText(b)]]
  if (left.length !== right.length || left.length === 0) return null
  if (left.join('') === right.join('')) return 'equal'
  const sounds = [syllables(a), syllables(b)] as const
  const found = new Set<Likeness>()
  let shapes = 0
  for (const [i, letter] of left.entries()) {
    const other = right[i] ?? ''
    if (letter === other) continue
    if (i === 0 && together(VARIANTS, letter, other)) found.add('variant')
    else if (sounds[0][i]?.some((sound) => sounds[1][i]?.includes(sound))) found.add('homophone')
    else if (together(SHAPES, letter, other)) {
      found.add('near-shape')
      shapes++
    } else return null
  }
  if (shapes > 1) return null
  return found.has('near-shape') ? 'near-shape' : found.has('homophone') ? 'homophone' : 'variant'
}

/**
 * The sounds of a whole name, each variant: names alike by sound share one. For finding candidates by an index; near shapes are
 * found beside birth date, home or phone, since they share no sound.
 */
export function soundKeys(name: string): readonly string[] {
  let all: readonly string[] = ['']
  for (const readings of syllables(name))
    all = readings
      .flatMap((reading) => all.map((before) => (before === '' ? reading : `${before} ${reading}`)))
      .slice(0, MOST_VARIANTS)
  return all.filter((one) => one !== '')
}
