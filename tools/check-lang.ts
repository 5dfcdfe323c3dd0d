import { existsSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import {
  type Breach,
  isMain,
  isSource,
  isTest,
  projectFiles,
  readSource,
  report,
  repository,
  scan,
} from './source.ts'

/** The source text; every other locale is held against it. */
const SOURCE_LOCALE = 'zh-CN'

type Phrase = { text: string; file: string; line: number }

/**
 * Language law: every locale has the keys of zh-CN with the same placeholders, a key stands in the file of its domain, and
 * every problem a domain declares has its Chinese sentence.
 */
export function checkLang(root: string): Breach[] {
  const breaches: Breach[] = []
  const locales = readLocales(root, breaches)
  const source = locales.get(SOURCE_LOCALE) ?? new Map<string, Phrase>()
  for (const [locale, phrases] of locales) {
    if (locale === SOURCE_LOCALE) continue
    for (const [key, phrase] of source) {
      const other = phrases.get(key)
      if (other === undefined)
        breaches.push({ file: phrase.file.replace(SOURCE_LOCALE, locale), line: 0, message: `lacks ${key}` })
      else if (placeholders(other.text) !== placeholders(phrase.text))
        breaches.push({
          file: other.file,
          line: other.line,
          message: `${key} has {${placeholders(other.text)}}, ${SOURCE_LOCALE} has {${placeholders(phrase.text)}}`,
        })
    }
    for (const [key, phrase] of phrases)
      if (!source.has(key))
        breaches.push({ file: phrase.file, line: phrase.line, message: `${key} is not in ${SOURCE_LOCALE}` })
  }
  for (const [key, phrase] of source) {
    if (!/\p{Script=Han}/u.test(phrase.text))
      breaches.push({
        file: phrase.file,
        line: phrase.line,
        message: `${key} is not Chinese: ${JSON.stringify(phrase.text)}`,
      })
  }
  for (const { code, file, line } of declaredProblems(root))
    if (!source.has(code))
      breaches.push({ file, line, message: `problem ${code} has no sentence in lang/${SOURCE_LOCALE}` })
  return breaches
}

function readLocales(root: string, breaches: Breach[]): Map<string, Map<string, Phrase>> {
  const locales = new Map<string, Map<string, Phrase>>()
  const lang = join(root, 'lang')
  if (!existsSync(lang)) return locales
  for (const entry of readdirSync(lang, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue
    const phrases = new Map<string, Phrase>()
    locales.set(entry.name, phrases)
    for (const name of readdirSync(join(lang, entry.name)).filter((one) => one.endsWith('.json'))) {
      const file = `lang/${entry.name}/${name}`
      readPhrases(root, file, phrases, breaches)
    }
  }
  return locales
}

function readPhrases(root: string, file: string, into: Map<string, Phrase>, breaches: Breach[]): void {
  const text = readSource(root, file)
  const lines = text.split('\n')
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    breaches.push({ file, line: 0, message: `is not JSON: ${String(error)}` })
    return
  }
  if (typeof value !== 'object' || value === null) return
  const domain = basename(file, '.json')
  const seen = new Set<string>()
  for (const [index, line] of lines.entries()) {
    const key = /^\s*"((?:[^"\\]|\\.)+)"\s*:/.exec(line)?.[1]
    if (key === undefined) continue
    if (seen.has(key)) breaches.push({ file, line: index + 1, message: `${key} stands here twice` })
    seen.add(key)
  }
  for (const [key, phrase] of Object.entries(value)) {
    const line = lines.findIndex((one) => one.includes(`"${key}"`)) + 1
    if (typeof phrase !== 'string') breaches.push({ file, line, message: `${key} is not a text` })
    else if (phrase.trim() === '') breaches.push({ file, line, message: `${key} is empty` })
    if (!key.startsWith(`${domain}.`))
      breaches.push({ file, line, message: `${key} belongs in ${key.split('.')[0] ?? ''}.json` })
    into.set(key, { text: String(phrase), file, line })
  }
}

function placeholders(text: string): string {
  return [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? ''))].toSorted().join(', ')
}

/** Every code given to the `problems({ … })` factory in a domain's schema or in platform. */
export function declaredProblems(root: string): { code: string; file: string; line: number }[] {
  const found: { code: string; file: string; line: number }[] = []
  const declares = (name: string): boolean =>
    /^(domains\/[^/]+\/schema[./]|platform\/)/.test(name) && isSource(name) && !isTest(name)
  for (const file of projectFiles(root, declares)) {
    const { code, literals } = scan(readSource(root, file))
    for (const match of code.matchAll(/(?<![\w$.])problems\(\s*\{/g)) {
      const from = match.index + match[0].length
      let depth = 1
      let to = from
      while (to < code.length && depth > 0) {
        if (code[to] === '{') depth += 1
        if (code[to] === '}') depth -= 1
        to += 1
      }
      for (const { text, at, line } of literals)
        if (at >= from && at < to && /^\s*:/.test(code.slice(at + text.length + 2)))
          found.push({ code: text, file, line })
    }
  }
  return found
}

/** Keys no source names, whole or by the beginning of a composed key: told, not refused, for screens still being made. */
export function unusedKeys(root: string): string[] {
  const phrases = readLocales(root, []).get(SOURCE_LOCALE) ?? new Map<string, Phrase>()
  const whole = new Set<string>()
  const beginnings = new Set<string>()
  for (const file of projectFiles(root, (name) => isSource(name) && !isTest(name)))
    for (const { text } of scan(readSource(root, file)).literals) {
      whole.add(text)
      if (/^[\w-]+\..*[.-]$/.test(text)) beginnings.add(text)
    }
  return [...phrases.keys()].filter(
    (key) => !whole.has(key) && ![...beginnings].some((beginning) => key.startsWith(beginning)),
  )
}

if (isMain(import.meta.url)) {
  const unused = unusedKeys(repository)
  if (unused.length > 0)
    console.log(`named by no source yet: ${unused.length} (${unused.slice(0, 8).join(', ')} …)`)
  process.exitCode = report('language', checkLang(repository))
}
