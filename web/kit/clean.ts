/** Words as people type, speak and paste them, made safe to keep and to show beside other words. */
import { withoutUnseen } from '@lifang/platform/unseen.ts'

export const FEWEST = 10
export const MOST = 500

/** Without what nobody sees, and one spelling for what looks the same. */
export const cleanWords = (text: string): string => withoutUnseen(text).normalize('NFC')

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
