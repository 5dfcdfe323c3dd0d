import { execFileSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { type Breach, isMain, projectFiles, readSource, report, repository } from './source.ts'

/**
 * What must never be in a file of the project: the paths of somebody's machine, the hosts packages were fetched from (a lock
 * file that names them ties every installation to them), and keys. The patterns are put together so as not to meet themselves.
 */
const forbidden: readonly (readonly [pattern: RegExp, message: string])[] = [
  [new RegExp(`(^|[\\s"'\`(=])/${'work'}/`), 'a path of one machine'],
  [new RegExp(`\\.\\./${'shared'}\\b`), 'a path outside the repository'],
  [new RegExp(`/(root|home/[a-z][\\w-]*)/(?!\\.)[\\w.-]+/`), 'a path of one machine'],
  [
    new RegExp(
      `(registry\\.${'npmjs'}|registry\\.${'npmmirror'}|registry\\.${'yarnpkg'}|deb\\.${'debian'})\\.(org|com)`,
    ),
    'a registry host',
  ],
  [new RegExp(`-----BEGIN [A-Z ]*PRIVATE ${'KEY'}-----`), 'a private key'],
  [
    new RegExp(
      `\\b(gh[pousr]_[A-Za-z0-9]{36}|AKIA[0-9A-Z]{16}|npm_[A-Za-z0-9]{36}|xox[baprs]-[A-Za-z0-9-]{10,})\\b`,
    ),
    'an access key',
  ],
]

const binary = /\.(png|jpe?g|webp|gif|ico|woff2?|ttf|otf|gz|zip|pdf|xlsx|docx|pbf|wasm)$/
const LARGEST = 5_000_000

export function checkSecrets(root: string): Breach[] {
  const breaches: Breach[] = []
  for (const file of tracked(root)) {
    if (/(^|\/)(\.env(\..+)?|demo-accounts\.json|pg\.password)$/.test(file)) {
      breaches.push({ file, line: 0, message: 'secrets of an installation do not belong in the repository' })
      continue
    }
    if (binary.test(file)) continue
    const found = statSync(join(root, file), { throwIfNoEntry: false })
    if (found === undefined || found.size > LARGEST) continue
    readSource(root, file)
      .split('\n')
      .forEach((text, index) => {
        for (const [pattern, message] of forbidden)
          if (pattern.test(text)) breaches.push({ file, line: index + 1, message })
      })
  }
  return breaches
}

/** What git has or would take; without git (an unpacked archive) everything that is not built or fetched. */
function tracked(root: string): string[] {
  const git = (...args: string[]): string =>
    execFileSync('git', args, {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: 100_000_000,
    })
  try {
    // A temporary tree inside another repository is not that repository.
    if (git('rev-parse', '--show-prefix').trim() !== '') return projectFiles(root)
    return git('ls-files', '-coz', '--exclude-standard')
      .split('\0')
      .filter((name) => name !== '')
  } catch {
    return projectFiles(root)
  }
}

if (isMain(import.meta.url)) process.exitCode = report('secrets', checkSecrets(repository))
