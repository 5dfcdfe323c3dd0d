import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'

/** SM3 (GB/T 32905-2016), 32 bytes. */
export const sm3 = (...parts: readonly (string | Uint8Array)[]): Buffer => {
  const hash = createHash('sm3')
  for (const part of parts) hash.update(part)
  return hash.digest()
}

export const sha256 = (data: string | Uint8Array): Buffer => createHash('sha256').update(data).digest()

/** Blind index of a short secret such as a phone number: equal inputs meet, the key is needed to guess. */
export const blindIndex = (key: Buffer, text: string): Buffer => createHmac('sm3', key).update(text).digest()

/** A bearer secret of 256 bits as URL-safe text; only its hash is stored. */
export const newSecret = (): string => randomBytes(32).toString('base64url')

export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && timingSafeEqual(a, b)

/**
 * Field encryption at rest: SM4-CBC (GB/T 32907-2016) with an SM3 MAC over IV and ciphertext (encrypt-then-MAC), since
 * OpenSSL has no SM4-GCM. Layout: 16 bytes IV, 32 bytes MAC, ciphertext. `key` is 48 bytes: 16 cipher, 32 MAC.
 */
export function seal(key: Buffer, plain: string): Buffer {
  const iv = randomBytes(16)
  const cipher = createCipheriv('sm4-cbc', key.subarray(0, 16), iv)
  const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
  return Buffer.concat([iv, mac(key, iv, body), body])
}

/** @throws Error when the bytes were not sealed with this key or were changed. */
export function unseal(key: Buffer, sealed: Buffer): string {
  const iv = sealed.subarray(0, 16)
  const body = sealed.subarray(48)
  if (!sameBytes(sealed.subarray(16, 48), mac(key, iv, body))) throw new Error('sealed field does not verify')
  const decipher = createDecipheriv('sm4-cbc', key.subarray(0, 16), iv)
  return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8')
}

const mac = (key: Buffer, iv: Buffer, body: Buffer): Buffer =>
  createHmac('sm3', key.subarray(16)).update(iv).update(body).digest()
