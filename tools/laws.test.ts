import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { checkImports } from './check-imports.ts'
import { checkLang, unusedKeys } from './check-lang.ts'
import { checkSecrets } from './check-secrets.ts'
import { checkSize } from './check-size.ts'
import { newDomain } from './new.ts'
import { type Breach, importsOf, scan } from './source.ts'

const planted: string[] = []
afterEach(() => {
  for (const root of planted.splice(0)) rmSync(root, { recursive: true, force: true })
})

const order = `export const order = [['audit'], ['grid'], ['incidents', 'services'], ['hotline']]`
const placement = `export const placement = { incident: { owner: 'incidents' }, area: { owner: 'grid' } }`

/** A small house in which all laws are kept, with `files` planted over it. */
function house(files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), 'lifang-law-'))
  planted.push(root)
  const base = {
    'domains/order.ts': order,
    'db/placement.ts': placement,
    'platform/problem.ts': `export const problems = (table: object) => table`,
    'platform/db.ts': `import pg from 'pg'\nexport const db = pg`,
    'domains/grid/schema.ts': `import { z } from 'zod'\nexport const Code = z.string()`,
    'domains/grid/public.ts': `import { load } from './repo.ts'\nexport const grid = load`,
    'domains/grid/repo.ts':
      "import { db } from '@lifang/platform/db.ts'\nexport const load = () => db.run('select * from area for update of area')",
    'domains/incidents/commands.ts': `import { grid } from '@lifang/domains/grid/public.ts'\nexport const report = grid`,
    'domains/incidents/routes.ts': `import { report } from './commands.ts'\nexport const routes = report`,
    'server/compose.ts': `import { routes } from '@lifang/domains/incidents/routes.ts'\nexport const app = routes`,
    'web/kit/lamp.tsx': `import { Code } from '@lifang/domains/grid/schema.ts'\nexport const lamp = Code`,
    'lang/zh-CN/grid.json': `{\n  "grid.not-found": "没有网格 {code}"\n}`,
    'lang/en/grid.json': `{\n  "grid.not-found": "no grid {code}"\n}`,
  }
  for (const [name, text] of Object.entries({ ...base, ...files })) {
    mkdirSync(dirname(join(root, name)), { recursive: true })
    writeFileSync(join(root, name), text)
  }
  return root
}

const told = (breaches: Breach[]): string[] =>
  breaches.map(({ file, line, message }) => `${file}:${line} ${message}`)

describe('the scanner', () => {
  test('finds every way to import, with its line, and none in remarks or texts', () => {
    const source = [
      `import a, { type B } from './a.ts'`,
      `// import x from './remark.ts'`,
      `/* import x from './remark.ts' */ import './side.ts'`,
      `const text = "import x from './text.ts'"`,
      'const sql = `select ${one} from "./template.ts"`',
      `export {\n  c,\n} from './c.ts'`,
      `export * from './star.ts'`,
      `const later = await import('./later.ts')`,
      `type T = import('./type.ts').T`,
      `const slash = /['"]import x from '.\\/regex.ts'/.test(a) && 1 / 2 / 3`,
      `import type { D } from "./d.ts"`,
      `const { from } = import.meta`,
    ].join('\n')
    expect(
      importsOf(source)
        .map(({ specifier, line }) => `${specifier}:${line}`)
        .toSorted(),
    ).toEqual(
      [
        './a.ts:1',
        './c.ts:8',
        './d.ts:13',
        './later.ts:10',
        './side.ts:3',
        './star.ts:9',
        './type.ts:11',
      ].toSorted(),
    )
    expect(importsOf(source).filter(({ star }) => star).length).toBe(1)
  })

  test('keeps lengths and lines, also past templates in templates', () => {
    const source = 'const a = `x ${b ? `y ${"z}"}` : {c}.d} w`\nconst e = "f" // g\n'
    const { code, literals } = scan(source)
    expect(code.length).toBe(source.length)
    expect(code.split('\n').length).toBe(3)
    expect(literals.map(({ text }) => text)).toEqual(['x ', 'y ', 'z}', '', ' w', 'f'])
    expect(code).not.toContain('g')
  })
})

describe('the import law', () => {
  test('is kept by a house that keeps it', async () => {
    expect(told(await checkImports(house({})))).toEqual([])
  })

  test('lets a test above use the testing folder of a domain below, and no other code', async () => {
    const desk = `import { desk } from '@lifang/domains/grid/testing/desk.ts'\n`
    const files = { 'domains/grid/testing/desk.ts': 'export const desk = 1\n' }
    expect(
      told(await checkImports(house({ ...files, 'domains/incidents/more.routes.test.ts': desk }))),
    ).toEqual([])
    expect(
      told(await checkImports(house({ ...files, 'domains/incidents/commands.ts': desk }))).join(),
    ).toMatch(/the door is grid\/public\.ts/)
  })

  test.each([
    [
      'a step up',
      'domains/grid/commands.ts',
      `import { a } from '@lifang/domains/incidents/public.ts'`,
      /grid stands below incidents/,
    ],
    [
      'a step up by a relative path',
      'domains/grid/reads.ts',
      `import { a } from '../incidents/public.ts'`,
      /grid stands below incidents/,
    ],
    [
      'a step up in a type',
      'domains/grid/commands.ts',
      `type A = import('../incidents/schema.ts').A`,
      /grid stands below incidents/,
    ],
    ['a neighbour', 'domains/services/commands.ts', `import { a } from '../incidents/public.ts'`, /one rung/],
    [
      'a deep import',
      'domains/incidents/reads.ts',
      `import { load } from '../grid/repo.ts'`,
      /the door is grid\/public\.ts/,
    ],
    ['a domain without a rung', 'domains/taxes/rules.ts', `export const a = 1`, /not in domains\/order\.ts/],
    [
      'a server file in a browser-safe one',
      'domains/incidents/rules.ts',
      `import { a } from './repo.ts'`,
      /browser-safe file imports/,
    ],
    [
      'a door in a browser-safe file',
      'domains/incidents/rules.ts',
      `import { a } from '../grid/public.ts'`,
      /browser-safe file imports/,
    ],
    [
      'Node.js in a browser-safe file',
      'domains/grid/rules/codes.ts',
      `import { a } from 'node:fs'`,
      /browser-safe file imports node:fs/,
    ],
    [
      'a package in a browser-safe file',
      'domains/grid/access.ts',
      `import pg from 'pg'`,
      /browser-safe file imports pg/,
    ],
    [
      'server platform in a browser-safe file',
      'domains/grid/access.ts',
      `import { db } from '@lifang/platform/db.ts'`,
      /for the server/,
    ],
    [
      'a domain in platform',
      'platform/http/app.ts',
      `import { a } from '@lifang/domains/grid/schema.ts'`,
      /platform knows nothing/,
    ],
    [
      'Node.js in a browser-safe platform file',
      'platform/lang.ts',
      `import { a } from 'node:fs'`,
      /browser-safe file imports node:fs/,
    ],
    [
      'a command in web',
      'web/kit/list.tsx',
      `import { a } from '@lifang/domains/incidents/commands.ts'`,
      /web imports/,
    ],
    [
      'server platform in web',
      'web/kit/list.tsx',
      `import { db } from '@lifang/platform/db.ts'`,
      /web imports/,
    ],
    [
      'a repo in server',
      'server/main.ts',
      `import { a } from '@lifang/domains/grid/repo.ts'`,
      /server imports/,
    ],
    [
      'the server in a domain',
      'domains/grid/commands.ts',
      `import { a } from '../../server/compose.ts'`,
      /domains stand below server/,
    ],
    ['a step back in a slice', 'domains/grid/tables.ts', `import { a } from './commands.ts'`, /never back/],
    ['a barrel', 'domains/grid/public.ts', `export * from './schema.ts'`, /re-export of everything/],
    ['a default export', 'domains/grid/tables.ts', `export default 1`, /default export/],
    ['a name that says nothing', 'platform/helpers.ts', `export const a = 1`, /says nothing/],
    ['an index', 'web/kit/index.ts', `export const a = 1`, /says nothing/],
    ['an invented name in a slice', 'domains/grid/manager.ts', `export const a = 1`, /not a name of a slice/],
  ])('finds %s', async (_, file, text, message) => {
    const found = told(await checkImports(house({ [file]: text })))
    expect(
      found.some((line) => line.startsWith(`${file}:`) && message.test(line)),
      found.join('\n') || 'nothing found',
    ).toBe(true)
  })

  test('lets a browser-safe file use one of a domain below, and a test build the server', async () => {
    const root = house({
      'domains/incidents/rules.ts': `import { Code } from '@lifang/domains/grid/schema.ts'\nexport const a = Code`,
      'domains/incidents/routes.test.ts': `import { app } from '@lifang/server/compose.ts'\nexport const a = app`,
    })
    expect(told(await checkImports(root))).toEqual([])
  })

  test('finds a cycle and names its files', async () => {
    const root = house({
      'domains/grid/rules/a.ts': `import { b } from './b.ts'\nexport const a = b`,
      'domains/grid/rules/b.ts': `import { a } from './a.ts'\nexport const b = a`,
    })
    const [found] = told(await checkImports(root))
    expect(found).toContain(
      'import cycle: domains/grid/rules/a.ts → domains/grid/rules/b.ts → domains/grid/rules/a.ts',
    )
  })

  test.each([
    ['a write', 'sql`insert into area (id) values (1)`', /:2 writes area, which belongs to grid/],
    ['an update', "sql`update area set name = 'x'`", /writes area/],
    ['a delete', 'sql`delete from area where true`', /writes area/],
    ['a write by the builder', "db.updateTable('area')", /writes area/],
    ['a read past the view', 'sql`select 1 from incident i\n join area a on true`', /:3 reads area/],
  ])('finds %s of another domain’s table', async (_, sql, message) => {
    const found = told(
      await checkImports(house({ 'domains/incidents/repo.ts': `const db = null\nexport const a = ${sql}` })),
    )
    expect(
      found.some((line) => message.test(line)),
      found.join('\n') || 'nothing found',
    ).toBe(true)
  })

  test('knows a lock, a conflict clause, a view and one’s own table from a breach', async () => {
    const root = house({
      'domains/incidents/repo.ts':
        'export const a = sql`insert into incident (id) select id from area_view where true on conflict do update set id = 1`\n' +
        'export const b = sql`select * from incident for update` // update area',
    })
    expect(told(await checkImports(root))).toEqual([])
  })
})

test('sizes: one line too many is found, in source and in tests', () => {
  const root = house({
    'platform/fits.ts': '1\n'.repeat(400),
    'platform/long.ts': '1\n'.repeat(401),
    'platform/fits.test.ts': '1\n'.repeat(600),
    'platform/long.test.ts': '1\n'.repeat(601),
  })
  expect(checkSize(root).map(({ file }) => file)).toEqual(['platform/long.test.ts', 'platform/long.ts'])
})

describe('language', () => {
  test('is kept by a house that keeps it', () => {
    expect(told(checkLang(house({})))).toEqual([])
  })

  test.each([
    ['a missing translation', { 'lang/en/grid.json': '{}' }, /lang\/en\/grid\.json:0 lacks grid\.not-found/],
    [
      'a phrase without a source',
      { 'lang/en/grid.json': '{"grid.not-found":"{code}","grid.more":"x"}' },
      /grid\.more is not in zh-CN/,
    ],
    [
      'other placeholders',
      { 'lang/en/grid.json': '{"grid.not-found":"no grid {id}"}' },
      /has \{id\}, zh-CN has \{code\}/,
    ],
    [
      'a key in the wrong file',
      { 'lang/zh-CN/audit.json': '{"grid.x":"网格"}', 'lang/en/audit.json': '{"grid.x":"x"}' },
      /belongs in grid\.json/,
    ],
    [
      'a key twice',
      { 'lang/zh-CN/grid.json': '{\n"grid.not-found":"没有 {code}",\n"grid.not-found":"没有 {code}"\n}' },
      /stands here twice/,
    ],
    [
      'a source text that is not Chinese',
      { 'lang/zh-CN/grid.json': '{"grid.not-found":"no grid {code}"}' },
      /is not Chinese/,
    ],
    [
      'a problem without a sentence',
      {
        'domains/grid/schema.ts': `export const p = problems({\n  'grid.not-found': 404,\n  'grid.closed': 409,\n})`,
      },
      /domains\/grid\/schema\.ts:3 problem grid\.closed has no sentence/,
    ],
  ])('finds %s', (_, files, message) => {
    const found = told(checkLang(house(files)))
    expect(
      found.some((line) => message.test(line)),
      found.join('\n') || 'nothing found',
    ).toBe(true)
  })

  test('tells which phrases no source names', () => {
    const phrases = '{"grid.kind.a":"甲","grid.kind.b":"乙","grid.lost":"丙","grid.named":"丁"}'
    const root = house({
      'lang/zh-CN/grid.json': phrases,
      'web/kit/kind.tsx': "say(`grid.kind.${kind}`, 'grid.named')",
    })
    expect(unusedKeys(root)).toEqual(['grid.lost'])
  })
})

test('secrets: paths of one machine, registry hosts and keys are found', () => {
  const root = house({
    'docs/a.md': ['see /wo', 'rk/main'].join(''),
    'docs/b.md': ['..', '/sha', 'red/x'].join(''),
    'package-lock.json': `{\n"resolved": "https://registry.npm${'js'}.org/zod"}`,
    'server/key.ts': `const a = '-----BEGIN RSA PRIVATE ${'KEY'}-----'`,
    'var/kept.md': ['see /wo', 'rk/main'].join(''),
    'docs/.env': 'A=1',
  })
  expect(told(checkSecrets(root)).toSorted()).toEqual([
    'docs/.env:0 secrets of an installation do not belong in the repository',
    'docs/a.md:1 a path of one machine',
    'docs/b.md:1 a path outside the repository',
    'package-lock.json:2 a registry host',
    'server/key.ts:1 a private key',
  ])
})

describe('a new domain', () => {
  test('keeps every law from its first minute', async () => {
    const root = house({})
    await newDomain(root, 'services', '服务')
    expect(told(await checkImports(root))).toEqual([])
    expect(told(checkLang(root))).toEqual([])
  })

  test('needs a rung, and does not write over one that is there', async () => {
    const root = house({})
    await expect(newDomain(root, 'taxes', '税')).rejects.toThrow(/decide its rung first/)
    await expect(newDomain(root, 'grid', '网格')).rejects.toThrow(/there already/)
  })
})
