import { platformProblem } from '../problems.ts'
import { seen } from '../unseen.ts'

// Only a body that could hide a mark nobody sees is walked for them: as a character, or escaped.
const UNSEEN =
  /[\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]|\\[bfr]|\\u(?:00|061c|20[026]|feff)/i
// Only a body that could hide a NUL or a lone surrogate is walked; all others pass on one regular expression.
const SUSPECT = /\\u0000|\\u[dD][89a-fA-F]|\u0000/

/** Refuses text PostgreSQL cannot store (NUL) or would silently alter (lone surrogates). */
export function refuseBadText(value: unknown, field: string): void {
  if (typeof value === 'string') {
    if (value.includes('\u0000') || !value.isWellFormed())
      throw platformProblem('platform.invalid-text', { field })
  } else if (Array.isArray(value)) {
    value.forEach((v, i) => refuseBadText(v, `${field}[${i}]`))
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, v] of Object.entries(value)) {
      refuseBadText(key, field)
      refuseBadText(v, field === '' ? key : `${field}.${key}`)
    }
  }
}

/** Parses a JSON body; prototype keys and hostile depth are refused with a problem, not an exception of the parser. */
export function parseJson(raw: string): unknown {
  if (raw === '') return undefined
  if (depthOver(raw, 64)) throw platformProblem('platform.invalid-json', { reason: 'depth' })
  let value: unknown
  try {
    value = JSON.parse(raw)
  } catch {
    throw platformProblem('platform.invalid-json')
  }
  if (SUSPECT.test(raw)) refuseBadText(value, '')
  if (raw.includes('__proto__') || raw.includes('\\u005f')) refusePrototype(value)
  // Programs send what people pasted: the marks that turn the words after them are kept by nobody.
  return UNSEEN.test(raw) ? JSON.parse(raw, seen) : value
}

function refusePrototype(value: unknown): void {
  if (typeof value !== 'object' || value === null) return
  for (const key of Object.getOwnPropertyNames(value)) {
    if (key === '__proto__') throw platformProblem('platform.invalid-json', { reason: 'prototype' })
  }
  for (const child of Object.values(value)) refusePrototype(child)
}

/** Bracket depth outside strings, found before parsing so that no recursive reader meets it. */
function depthOver(raw: string, limit: number): boolean {
  let depth = 0
  let inString = false
  for (let i = 0; i < raw.length; i++) {
    const c = raw.charCodeAt(i)
    if (inString) {
      if (c === 92) i++
      else if (c === 34) inString = false
    } else if (c === 34) inString = true
    else if (c === 91 || c === 123) {
      if (++depth > limit) return true
    } else if (c === 93 || c === 125) depth--
  }
  return false
}
