import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chownSync,
  existsSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { join } from 'node:path'
import { EmbeddedError } from './problems.ts'

/**
 * PostgreSQL refuses to run as root. How a program of it is started, by the first way that works here:
 *
 * - `plain`: we are not root; nothing to do.
 * - `unshare`: a user namespace in which our root is an ordinary user. Files stay root's, so a 0700 home is no obstacle.
 * - `setpriv`: a system user that keeps the one capability needed to reach a folder below a closed home. For containers,
 *   where user namespaces are usually off.
 * - `user`: a system user without it; the cluster moves to a folder that user can reach and leaves a link behind.
 */
export type Mode = 'plain' | 'unshare' | 'setpriv' | 'user'

export type Runner = {
  mode: Mode
  /** The user the cluster's files must belong to on disk. */
  uid: number
  gid: number
  command(program: string, args: string[]): { file: string; args: string[]; uid?: number; gid?: number }
}

const allModes: readonly Mode[] = ['unshare', 'setpriv', 'user']

/**
 * @param postgres the program to try each way with
 * @param modes the ways to try as root, in order (tests name one)
 * @throws EmbeddedError `embedded.no-user` when none works
 */
export function chooseRunner(postgres: string, modes: readonly Mode[] = allModes): Runner {
  const uid = process.getuid?.() ?? 0
  const gid = process.getgid?.() ?? 0
  if (process.platform === 'win32' || uid !== 0)
    return { mode: 'plain', uid, gid, command: (file, args) => ({ file, args }) }
  for (const mode of modes) {
    const runner = candidate(mode)
    if (runner !== null && works(runner, postgres)) return runner
  }
  throw new EmbeddedError('embedded.no-user')
}

function candidate(mode: Mode): Runner | null {
  switch (mode) {
    case 'plain':
      return null
    case 'unshare': {
      const inside =
        passwd().find((user) => user.name === 'nobody') ?? passwd().find((user) => user.uid !== 0)
      if (inside === undefined) return null
      const prefix = ['-U', `--map-user=${inside.uid}`, `--map-group=${inside.gid}`, '--']
      return {
        mode,
        uid: 0,
        gid: 0,
        command: (file, args) => ({ file: 'unshare', args: [...prefix, file, ...args] }),
      }
    }
    case 'setpriv': {
      const user = systemUser()
      if (user === null) return null
      const prefix = [
        `--reuid=${user.uid}`,
        `--regid=${user.gid}`,
        '--clear-groups',
        '--inh-caps=-all,+dac_override',
        '--ambient-caps=-all,+dac_override',
        '--',
      ]
      return {
        mode,
        uid: user.uid,
        gid: user.gid,
        command: (file, args) => ({ file: 'setpriv', args: [...prefix, file, ...args] }),
      }
    }
    case 'user': {
      const user = systemUser()
      if (user === null) return null
      return {
        mode,
        uid: user.uid,
        gid: user.gid,
        command: (file, args) => ({ file, args, uid: user.uid, gid: user.gid }),
      }
    }
  }
}

function works(runner: Runner, postgres: string): boolean {
  const { file, args, uid, gid } = runner.command(postgres, ['--version'])
  return spawnSync(file, args, { uid, gid, cwd: '/', stdio: 'ignore' }).status === 0
}

type User = { name: string; uid: number; gid: number }

function passwd(): User[] {
  try {
    return readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .map((line) => line.split(':'))
      .filter((fields) => fields.length >= 4)
      .map((fields) => ({ name: fields[0] ?? '', uid: Number(fields[2]), gid: Number(fields[3]) }))
  } catch {
    return []
  }
}

/** Our own system user, made when missing; else one that is there already. */
function systemUser(): User | null {
  const find = (name: string): User | undefined =>
    passwd().find((user) => user.name === name && user.uid !== 0)
  const own = find('lifang')
  if (own !== undefined) return own
  for (const [tool, args] of [
    ['useradd', ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', 'lifang']],
    ['adduser', ['-S', '-D', '-H', '-s', '/sbin/nologin', 'lifang']],
  ] as const) {
    const made = spawnSync(tool, [...args], { stdio: 'ignore' }).status === 0
    const user = find('lifang')
    if (made && user !== undefined) return user
  }
  return find('postgres') ?? find('nobody') ?? null
}

/**
 * Where the cluster of `dataDir` really lies: `dataDir/pg`, except for a user who cannot reach it; then a folder of the
 * system's, with `dataDir/pg` a link to it.
 */
export function placeCluster(dataDir: string, runner: Runner): string {
  const usual = join(dataDir, 'pg')
  if (runner.mode !== 'user' || existsSync(join(usual, 'PG_VERSION'))) return usual
  const reach = spawnSync('test', ['-x', dataDir], { uid: runner.uid, gid: runner.gid, cwd: '/' })
  if (reach.status === 0) return usual
  const name = createHash('sha256').update(dataDir).digest('hex').slice(0, 16)
  const elsewhere = join('/var/lib/lifang', name)
  mkdirSync(elsewhere, { recursive: true, mode: 0o755 })
  chownSync(elsewhere, runner.uid, runner.gid)
  if (lstatSync(usual, { throwIfNoEntry: false }) === undefined) symlinkSync(join(elsewhere, 'pg'), usual)
  return join(elsewhere, 'pg')
}

/** Gives the cluster to the user it will run as, when it belongs to another (it was last run another way). Root only. */
export function own(folder: string, runner: Runner): void {
  if (runner.mode === 'plain' || !existsSync(folder)) return
  if (statSync(folder).uid === runner.uid) return
  if (process.platform === 'linux') {
    execFileSync('chown', ['-R', '-h', `${runner.uid}:${runner.gid}`, `${folder}/`])
    return
  }
  const walk = (path: string): void => {
    lchownSync(path, runner.uid, runner.gid)
    if (lstatSync(path).isDirectory()) for (const name of readdirSync(path)) walk(join(path, name))
  }
  walk(folder)
}
