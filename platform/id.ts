import { v7, validate } from 'uuid'

/** A new UUIDv7 (RFC 9562): sorts by time of minting, so indexes grow at one end and phones can mint ids offline. */
export const newId = (): string => v7()

export const isId = (text: string): boolean => validate(text)
