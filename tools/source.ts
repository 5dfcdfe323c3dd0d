import { readFileSync, readdirSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

/** The repository these tools stand in. */
export const repository = fileURLToPath(new URL('..', import.meta.url))

/** A law broken: where, and what to do about it. `line` counts from 1; 0 speaks of the file as a whole. */
export type Breach = { file: string; line: number; message: string }

const skipped = new Set(['node_modules', 'dist', 'var', 'shots', '.git', '.runtime', '.vite'])

/** Every file of the project below `root` (names relative to it, with `/`), sorted; what is built or fetched is left out. */
export function projectFiles(root: string, keep: (name: string) => boolean = () => true): string[] {
  const found: string[] = []
  const walk = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (skipped.has(entry.name)) continue
      const path = join(folder, entry.name)
      if (entry.isDirectory()) walk(path)
      else if (entry.isFile()) {
        const name = relative(root, path).split(sep).join('/')
        if (keep(name)) found.push(name)
      }
    }
  }
  walk(root)
  return found.toSorted((a, b) => (a < b ? -1 : 1))
}

export const isSource = (name: string): boolean =>
  /\.(ts|tsx|mts|mjs|js)$/.test(name) && !name.endsWith('.d.ts')
/** Tests, and what a domain's tests share in its `testing/` folder. */
export const isTest = (name: string): boolean =>
  /\.test\.tsx?$/.test(name) || /^domains\/[^/]+\/testing\//.test(name)

export function readSource(root: string, name: string): string {
  return readFileSync(join(root, name), 'utf8')
}

/** A text in the source: a string, or one plain stretch of a template. `at` is the offset of its opening quote. */
export type Literal = { text: string; at: number; line: number }

/** `code` has the source's length and lines, with comments, texts and regular expressions blanked (quotes stay). */
export type Scan = { code: string; literals: Literal[] }

/**
 * Separates code from comments and texts, so that a law never trips over a word in a remark. Not a parser: regular
 * expressions are told from division by what stands before them, which is enough for imports and SQL.
 */
export function scan(source: string): Scan {
  // Cut into UTF-16 units, so that offsets in `code` are offsets in `source`.
  const out: string[] = Array.from({ length: source.length }, (_, i) => source.charAt(i))
  const literals: Literal[] = []
  /** Depth of braces at which each open template goes on. */
  const templates: number[] = []
  let depth = 0
  let line = 1
  let at = 0
  let before = ''

  const blank = (from: number, to: number): void => {
    for (let i = from; i < to; i += 1) if (out[i] !== '\n') out[i] = ' '
  }
  const text = (from: number, to: number, quoteAt: number, startLine: number): void => {
    literals.push({ text: source.slice(from, to), at: quoteAt, line: startLine })
    blank(from, to)
  }
  /** Reads a template's plain stretch from `from`; returns the offset after its closing backtick or opening `${`. */
  const template = (from: number, quoteAt: number): number => {
    const startLine = line
    let i = from
    while (i < source.length) {
      const c = source[i]
      if (c === '\n') line += 1
      if (c === '\\') {
        if (source[i + 1] === '\n') line += 1
        i += 2
        continue
      }
      if (c === '`') {
        text(from, i, quoteAt, startLine)
        return i + 1
      }
      if (c === '$' && source[i + 1] === '{') {
        text(from, i, quoteAt, startLine)
        templates.push(depth)
        depth += 1
        return i + 2
      }
      i += 1
    }
    return i
  }

  while (at < source.length) {
    const c = source[at] ?? ''
    const next = source[at + 1]
    if (c === '\n') {
      line += 1
      at += 1
    } else if (c === '/' && next === '/') {
      const end = source.indexOf('\n', at)
      const to = end === -1 ? source.length : end
      blank(at, to)
      at = to
    } else if (c === '/' && next === '*') {
      const end = source.indexOf('*/', at + 2)
      const to = end === -1 ? source.length : end + 2
      line += source.slice(at, to).split('\n').length - 1
      blank(at, to)
      at = to
    } else if (c === "'" || c === '"') {
      let i = at + 1
      while (i < source.length && source[i] !== c && source[i] !== '\n') i += source[i] === '\\' ? 2 : 1
      text(at + 1, i, at, line)
      at = i + 1
      before = c
    } else if (c === '`') {
      at = template(at + 1, at)
      before = '`'
    } else if (c === '/' && startsRegex(before)) {
      let i = at + 1
      let inClass = false
      while (i < source.length && source[i] !== '\n' && (inClass || source[i] !== '/')) {
        if (source[i] === '[') inClass = true
        else if (source[i] === ']') inClass = false
        i += source[i] === '\\' ? 2 : 1
      }
      blank(at, i + 1)
      at = i + 1
      before = '/'
    } else {
      if (c === '{') depth += 1
      if (c === '}') {
        depth -= 1
        if (templates.at(-1) === depth) {
          templates.pop()
          at = template(at + 1, at)
          before = '`'
          continue
        }
      }
      if (!/\s/.test(c))
        before =
          /[\w$]/.test(c) && /[\w$]$/.test(before) && /[\w$]/.test(source[at - 1] ?? '') ? before + c : c
      at += 1
    }
  }
  return { code: out.join(''), literals }
}

/** After these a slash begins a regular expression; after a name, a number or a closing bracket it divides. */
function startsRegex(before: string): boolean {
  if (before === '') return true
  if (/^(return|typeof|case|in|of|delete|void|throw|new|else|do|await|yield)$/.test(before)) return true
  return /[=(,:[!&|?{};+\-*%<>~^]$/.test(before)
}

export type Import = { specifier: string; line: number; star: boolean; reexport: boolean }

/** Every import of a file, static, dynamic or in a type, with its line. */
export function importsOf(source: string): Import[] {
  const { code, literals } = scan(source)
  const byOffset = new Map(literals.map((literal) => [literal.at, literal]))
  const found: Import[] = []
  const add = (match: RegExpExecArray): void => {
    const literal = byOffset.get(match.index + match[0].length - 1)
    if (literal === undefined) return
    const reexport = match[0].startsWith('export')
    found.push({
      specifier: literal.text,
      line: literal.line,
      star: /^export\s*(type\s*)?\*/.test(match[0]),
      reexport,
    })
  }
  for (const match of code.matchAll(
    /(?<![.\w$])(?:import|export)(?![\w$])\s*(?:[\w$*{}\s,]*?(?<![\w$])from\s*)?['"]/g,
  ))
    add(match)
  for (const match of code.matchAll(/(?<![.\w$])import\s*\(\s*['"`]/g)) add(match)
  return found
}

/** Prints breaches as `file:line message` and says whether there were any, as an exit code. */
export function report(law: string, breaches: readonly Breach[]): number {
  for (const { file, line, message } of breaches) console.log(`${file}:${line} ${message}`)
  console.log(breaches.length === 0 ? `${law}: kept` : `${law}: ${breaches.length} breach(es)`)
  return breaches.length === 0 ? 0 : 1
}

/** Whether this module is the program that was started. */
export function isMain(url: string): boolean {
  return process.argv[1] !== undefined && url === pathToFileURL(process.argv[1]).href
}
