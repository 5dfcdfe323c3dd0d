import { readdirSync, readFileSync } from 'node:fs'
import type { Phrases } from './lang.ts'

const LANG = new URL('../lang/', import.meta.url)

/** All phrases of a locale, one file per domain, read once at start. */
export function loadPhrases(locale: 'zh-CN' | 'en'): Phrases {
  const folder = new URL(`${locale}/`, LANG)
  const all: Record<string, string> = {}
  for (const file of readdirSync(folder)) {
    if (file.endsWith('.json')) Object.assign(all, JSON.parse(readFileSync(new URL(file, folder), 'utf8')))
  }
  return all
}
