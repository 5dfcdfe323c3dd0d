import { existsSync } from 'node:fs'
import { basename, join, posix } from 'node:path'
import { pathToFileURL } from 'node:url'
import { checkSql } from './check-sql.ts'
import {
  type Breach,
  type Import,
  importsOf,
  isMain,
  isSource,
  isTest,
  projectFiles,
  readSource,
  report,
  repository,
} from './source.ts'

/** Packages a browser-safe file may use: pure, no Node.js, no DOM. */
const PURE_PACKAGES = new Set([
  'zod',
  'gcoord',
  'polyclip-ts',
  'flatbush',
  'point-in-polygon-hao',
  'pinyin-pro',
  'uuid',
])

/** Files of `platform` that run in a browser too; they may import each other and pure packages only. */
const PURE_PLATFORM = new Set(
  ['problem', 'problems', 'route', 'lang', 'id', 'geo', 'access', 'unseen'].map(
    (name) => `platform/${name}.ts`,
  ),
)

const FORBIDDEN_NAMES = new Set(['helpers', 'helper', 'utils', 'util', 'common', 'misc', 'index'])

/** The fixed names of a slice, and how far up a request's way each stands: nobody imports what is above. */
const SLICE: Record<string, number> = {
  schema: 0,
  rules: 0,
  access: 0,
  examples: 0,
  tables: 1,
  repo: 2,
  reads: 3,
  commands: 3,
  public: 4,
  reactions: 5,
  routes: 5,
}
const PURE_SLICE = new Set(['schema', 'rules', 'access', 'examples'])

type Place = { zone: string; domain: string; part: string; name: string }

/** `domains/grid/rules/codes.ts` → zone domains, domain grid, part rules. */
function placeOf(name: string): Place {
  const [zone = '', domain = '', part = ''] = name.split('/')
  if (zone !== 'domains' || part === '')
    return { zone: name.includes('/') ? zone : '', domain: '', part: '', name }
  return { zone, domain, part: part.replace(/(\.test)?\.tsx?$/, ''), name }
}

const isPure = (place: Place): boolean =>
  place.zone === 'domains'
    ? PURE_SLICE.has(place.part) || place.name === 'domains/order.ts'
    : PURE_PLATFORM.has(place.name)

/** What an import names: a file of ours (relative to the root) or a package. */
function target(from: string, specifier: string): { file: string } | { pack: string } {
  if (specifier.startsWith('.'))
    return { file: posix.normalize(posix.join(posix.dirname(from), specifier)).replace(/\?.*$/, '') }
  const own = /^@lifang\/(platform|domains|server|web)\/(.+)$/.exec(specifier)
  if (own) return { file: `${own[1]}/${own[2]}` }
  const pack = specifier.startsWith('@')
    ? specifier.split('/').slice(0, 2).join('/')
    : (specifier.split('/')[0] ?? specifier)
  return { pack }
}

async function readOrder(root: string): Promise<Map<string, number>> {
  const path = join(root, 'domains', 'order.ts')
  const rungs = new Map<string, number>()
  if (!existsSync(path)) return rungs
  const loaded: { order: readonly (readonly string[])[] } = await import(pathToFileURL(path).href)
  loaded.order.forEach((names, rung) => names.forEach((name) => rungs.set(name, rung)))
  return rungs
}

/**
 * The import law: no step up, no neighbour on the same rung, no way past another domain's door, no server code in a
 * browser-safe file, no cycle, no barrel, no name that says nothing; and the same direction for SQL.
 */
export async function checkImports(root: string): Promise<Breach[]> {
  const rungs = await readOrder(root)
  const files = projectFiles(root, isSource).filter((name) =>
    /^(platform|domains|server|web|db|tools|bench|journeys)\//.test(name),
  )
  const breaches: Breach[] = []
  const graph = new Map<string, { to: string; line: number }[]>()
  for (const name of files) {
    const breach = (line: number, message: string): void => void breaches.push({ file: name, line, message })
    const source = readSource(root, name)
    const imports = importsOf(source)
    checkName(name, rungs, breach)
    if (/^export default\b/m.test(source) && !name.endsWith('.config.ts'))
      breach(lineOf(source, /^export default\b/m), 'default export: give it a name')
    const edges: { to: string; line: number }[] = []
    for (const one of imports) {
      if (one.star && one.reexport)
        breach(one.line, `re-export of everything from ${one.specifier}: name what the door opens for`)
      const found = target(name, one.specifier)
      if ('file' in found) edges.push({ to: found.file, line: one.line })
      const why = forbidden(placeOf(name), found, rungs, one)
      if (why !== null) breach(one.line, why)
    }
    graph.set(name, edges)
  }
  return [...breaches, ...cycles(graph), ...(await checkSql(root, files))].toSorted(
    (a, b) => a.file.localeCompare(b.file) || a.line - b.line,
  )
}

function lineOf(source: string, pattern: RegExp): number {
  return source.slice(0, source.search(pattern)).split('\n').length
}

function checkName(
  name: string,
  rungs: Map<string, number>,
  breach: (line: number, message: string) => void,
): void {
  const stem = basename(name).replace(/(\.test)?\.(tsx?|mts|mjs|js)$/, '')
  // The page a browser opens first and the test runner's own setup files are named by their tools.
  if (
    FORBIDDEN_NAMES.has(stem) ||
    name.split('/').some((folder) => ['helpers', 'utils', 'common', 'misc'].includes(folder))
  )
    breach(0, `the name ${stem} says nothing: name it after what it does, split by act`)
  const place = placeOf(name)
  if (place.zone !== 'domains' || place.domain === '') return
  if (!rungs.has(place.domain)) breach(0, `domain ${place.domain} is not in domains/order.ts`)
  if (isTest(name)) return
  if (!Object.hasOwn(SLICE, place.part))
    breach(
      0,
      `${place.part} is not a name of a slice (${Object.keys(SLICE).join(', ')}): put the act in a folder of one of them`,
    )
}

type Target = { file: string } | { pack: string }

function forbidden(
  from: Place,
  to: Target,
  rungs: Map<string, number>,
  { specifier }: Import,
): string | null {
  if ('pack' in to) {
    if (!isPure(from) || isTest(from.name)) return null
    return PURE_PACKAGES.has(to.pack)
      ? null
      : `browser-safe file imports ${to.pack}: only ${[...PURE_PACKAGES].join(', ')}`
  }
  const goal = placeOf(to.file)
  const test = isTest(from.name)
  // Reference data is plain JSON; the builders of examples may take it as it is.
  if (from.part === 'examples' && /^db\/reference\/.+\.json$/.test(goal.name)) return null
  if (isPure(from) && !test && !isPure(goal) && goal.zone !== from.zone)
    return `browser-safe file imports ${specifier}, which is for the server`
  switch (from.zone) {
    case 'platform':
      if (goal.zone !== 'platform') return `platform knows nothing of ours, but imports ${specifier}`
      if (isPure(from) && !test && !isPure(goal))
        return `browser-safe file imports ${specifier}, which is for the server`
      return null
    case 'domains':
      return fromDomain(from, goal, rungs, specifier, test)
    case 'server':
      if (goal.zone === 'web') return `server imports ${specifier}: pages are built and served, not imported`
      if (goal.zone !== 'domains' || goal.domain === '' || test) return null
      return ['routes', 'reactions', 'public', 'schema'].includes(goal.part)
        ? null
        : `server imports ${specifier}: only a domain's routes, reactions, public and schema`
    case 'web':
      if (goal.zone === 'web') return null
      if (goal.zone === 'platform' && isPure(goal)) return null
      if (goal.zone === 'domains' && ['schema', 'rules', 'access'].includes(goal.part)) return null
      if (test && goal.zone === 'domains' && goal.part === 'examples') return null
      return `web imports ${specifier}: only a domain's schema, rules and access, and platform's browser-safe files`
    case 'db':
      if (goal.zone !== 'domains' || goal.domain === '' || test) return null
      return isPure(goal) || goal.part === 'public'
        ? null
        : `db imports ${specifier}: only a domain's public and browser-safe files`
    default:
      return null
  }
}

function fromDomain(
  from: Place,
  goal: Place,
  rungs: Map<string, number>,
  specifier: string,
  test: boolean,
): string | null {
  // A test through HTTP builds the whole server and may read the reference data; the code itself may not.
  if (goal.zone === 'server' || goal.zone === 'db' || goal.zone === 'web' || goal.zone === 'tools')
    return test && goal.zone !== 'web'
      ? null
      : `domains stand below ${goal.zone}, but ${specifier} is imported`
  if (goal.zone !== 'domains' || from.domain === '' || goal.domain === '') return null
  if (goal.domain === from.domain) return withinSlice(from, goal, specifier, test)
  const mine = rungs.get(from.domain) ?? -1
  const theirs = rungs.get(goal.domain) ?? Number.MAX_SAFE_INTEGER
  if (theirs === mine)
    return `${from.domain} and ${goal.domain} stand on one rung and do not import each other (${specifier})`
  if (theirs > mine) return `${from.domain} stands below ${goal.domain} and must not import it (${specifier})`
  // A domain's testing folder is there for the tests of those above it too.
  if (test && goal.part === 'testing') return null
  const pure = PURE_SLICE.has(goal.part)
  if (pure && (goal.part !== 'examples' || test || from.part === 'examples')) return null
  if (goal.part === 'examples') return `${specifier}: examples are for tests`
  if (isPure(from) && !test)
    return `browser-safe file imports ${specifier}: only ${goal.domain}'s schema, rules and access`
  return goal.part === 'public' ? null : `deep import ${specifier}: the door is ${goal.domain}/public.ts`
}

function withinSlice(from: Place, goal: Place, specifier: string, test: boolean): string | null {
  if (test) return null
  if (PURE_SLICE.has(from.part) && !PURE_SLICE.has(goal.part))
    return `browser-safe file imports ${specifier}, which is for the server`
  if (goal.part === 'examples' && from.part !== 'examples') return `${specifier}: examples are for tests`
  const mine = SLICE[from.part]
  const theirs = SLICE[goal.part]
  if (mine === undefined || theirs === undefined || theirs <= mine) return null
  return `${from.part} imports ${specifier}: a request's way goes routes → commands, reads → repo → tables, never back`
}

/** Every cycle among our own files, each told once, at one import in it. */
function cycles(graph: Map<string, { to: string; line: number }[]>): Breach[] {
  const state = new Map<string, 'open' | 'done'>()
  const path: string[] = []
  const found: Breach[] = []
  const visit = (name: string): void => {
    state.set(name, 'open')
    path.push(name)
    for (const { to, line } of graph.get(name) ?? []) {
      if (!graph.has(to)) continue
      if (state.get(to) === 'open')
        found.push({
          file: name,
          line,
          message: `import cycle: ${[...path.slice(path.indexOf(to)), to].join(' → ')}`,
        })
      else if (!state.has(to)) visit(to)
    }
    path.pop()
    state.set(name, 'done')
  }
  for (const name of graph.keys()) if (!state.has(name)) visit(name)
  return found
}

if (isMain(import.meta.url)) process.exitCode = report('import law', await checkImports(repository))
