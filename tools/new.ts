import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { isMain, repository } from './source.ts'

const files = (domain: string, title: string): Record<string, string> => ({
  [`domains/${domain}/README.md`]: `# ${domain} ${title}

What it is for; the state picture; who acts; which rule comes from which document and clause.
`,
  [`domains/${domain}/schema.ts`]: `/** The words of ${domain} (${title}): commands in, views out, the route table, the problems. */
import { problems } from '@lifang/platform/problem.ts'

export const problem = problems({
  '${domain}.not-found': 404,
})
`,
  [`domains/${domain}/rules.ts`]: `/** What ${domain} decides, as pure functions: the same on the server and on a phone. */
import { type Decided, no, yes } from '@lifang/platform/problem.ts'
import { problem } from './schema.ts'

/** The thing asked for, or the problem that it is not there. */
export function found<T>(value: T | undefined): Decided<T> {
  return value === undefined ? no(problem('${domain}.not-found')) : yes(value)
}
`,
  [`domains/${domain}/rules.test.ts`]: `import { expect, test } from 'vitest'
import { found } from './rules.ts'

test('what is not there is a problem with a code', () => {
  const answer = found(undefined)
  expect(answer.ok ? null : answer.problem.code).toBe('${domain}.not-found')
  expect(found(1)).toEqual({ ok: true, value: 1 })
})
`,
  [`lang/zh-CN/${domain}.json`]: `{\n  "${domain}.not-found": "没有找到，或您无权查看"\n}\n`,
  [`lang/en/${domain}.json`]: `{\n  "${domain}.not-found": "Not found, or you may not see it"\n}\n`,
})

/**
 * Lays the first files of a domain: a slice that compiles, is tested and keeps every law. The other files come with the first
 * act that needs them.
 * @throws Error when the domain is not in domains/order.ts (its rung is decided first) or has files already
 */
export async function newDomain(root: string, domain: string, title: string): Promise<string[]> {
  const { order }: { order: readonly (readonly string[])[] } = await import(
    pathToFileURL(join(root, 'domains', 'order.ts')).href
  )
  if (!order.flat().includes(domain))
    throw new Error(`${domain} is not in domains/order.ts: decide its rung first`)
  const made = files(domain, title)
  for (const name of Object.keys(made))
    if (existsSync(join(root, name))) throw new Error(`${name} is there already`)
  for (const [name, text] of Object.entries(made)) {
    mkdirSync(join(root, name, '..'), { recursive: true })
    writeFileSync(join(root, name), text)
  }
  return Object.keys(made)
}

if (isMain(import.meta.url)) {
  const [domain, title] = process.argv.slice(2)
  if (domain === undefined || title === undefined) {
    console.log('node tools/new.ts <domain> <中文名>')
    process.exitCode = 1
  } else for (const name of await newDomain(repository, domain, title)) console.log(name)
}
