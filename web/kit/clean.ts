/** Words as people type, speak and paste them, made safe to keep and to show beside other words. */

export const FEWEST = 10
export const MOST = 500

/** Marks that turn the direction of the words after them, byte order marks and other controls: seen by nobody, typed by nobody. */
const UNSEEN =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu

/** Line ends as one, unseen marks away, half of a pair away; emoji with their joiners stay whole. */
export const cleanWords = (text: string): string =>
  text
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(UNSEEN, '')
    .replaceAll(/\p{Surrogate}/gu, '')
    .normalize('NFC')

/** Letters as people count them: an emoji is one. */
export function lettersOf(text: string): number {
  const plain = cleanWords(text).trim()
  return [...new Intl.Segmenter('zh', { granularity: 'grapheme' }).segment(plain)].length
}

/** What is wrong with the words, or null. */
export function wordsWrong(text: string): 'empty' | 'short' | 'long' | null {
  const n = lettersOf(text)
  if (n === 0) return 'empty'
  if (n < FEWEST) return 'short'
  return n > MOST || cleanWords(text).length > 4000 ? 'long' : null
}

/** A telephone as the server takes it; null: it is none. Full-width digits and blanks are what keyboards give. */
export function cleanPhone(text: string): string | null {
  const plain = cleanWords(text)
    .normalize('NFKC')
    .replaceAll(/[\s()（）－–—]/g, (c) => (/\s/.test(c) ? ' ' : '-'))
    .replaceAll(/^[ -]+|[ -]+$/g, '')
  return /^\+?[0-9][0-9 -]{5,18}[0-9]$/.test(plain) && plain.replaceAll(/\D/g, '').length >= 7 ? plain : null
}
