/** Letters and digits nobody confuses when reading them from paper. */
const ALPHABETS = ['ABCDEFGHJKMNPQRSTUVWXYZ', 'abcdefghjkmnpqrstuvwxyz', '23456789'] as const

/** A first password to hand over, in groups of four. @param length characters it has at least */
export function newPassword(length: number): string {
  const wanted = Math.max(12, length)
  const bytes = crypto.getRandomValues(new Uint8Array(wanted))
  let made = ''
  for (let i = 0; made.length < wanted; i++) {
    if (i > 0 && i % 4 === 0) made += '-'
    const alphabet = ALPHABETS[i % 3] ?? ALPHABETS[0]
    made += alphabet[(bytes[i] ?? 0) % alphabet.length] ?? ''
  }
  return made
}
