/**
 * What can go wrong with the embedded database, as a code for programs and a sentence for the person at the machine.
 * The sentences live here and not in `lang/`: they are needed before anything else of the program can run.
 */
const sentences = {
  'embedded.not-writable':
    '数据目录 {path} 不可写（{reason}）：请让运行里坊的用户对该目录有读写权限，或用 LIFANG_DATA 指定另一个可写的目录。',
  'embedded.disk-full':
    '数据目录 {path} 所在磁盘空间不足（剩余 {free} MB）：请先腾出空间，已有数据没有改动。',
  'embedded.newer-version':
    '数据目录 {path} 由更新的 PostgreSQL {found} 建立，本版本自带 PostgreSQL {ours}：请用新版里坊打开它，数据没有改动。',
  'embedded.older-version':
    '数据目录 {path} 由较旧的 PostgreSQL {found} 建立，本版本自带 PostgreSQL {ours}：请先用旧版里坊导出数据，再导入新目录；数据没有改动。',
  'embedded.data-in-use':
    '数据目录 {path} 正被另一个里坊进程（进程号 {pid}）使用：请先停止它，或用 LIFANG_DATA 指定另一个目录。',
  'embedded.no-binaries':
    '本机（{platform}）没有可用的内置数据库程序：请重新运行 npm start 安装依赖，或用 DATABASE_URL 指定一个 PostgreSQL 15 或更新版本。{reason}',
  'embedded.no-user':
    '数据库程序不能以 root 运行，而本机既不能使用用户命名空间，也没有可用的系统用户：请改用普通用户运行，或用 DATABASE_URL 指定外部数据库。',
  'embedded.init-failed': '建立数据库失败：{reason}',
  'embedded.start-failed': '数据库没有启动成功：{reason}（完整日志见 {log}）',
  'embedded.foreign-folder':
    '目录 {path} 不是空的，也不是里坊的数据库目录：为免误删，没有改动它。请用 LIFANG_DATA 指定另一个目录。',
  'embedded.password-lost':
    '数据目录 {path} 里的数据库口令文件 pg.password 不见了：请从备份恢复该文件；没有它不能打开数据库，数据没有改动。',
  'embedded.not-running': '数据目录 {path} 的数据库没有在运行。',
} as const

export type EmbeddedCode = keyof typeof sentences

/** `code` is stable English for programs, `zh` the sentence to print. */
export class EmbeddedError extends Error {
  readonly code: EmbeddedCode
  readonly zh: string
  readonly details: Record<string, string | number>
  constructor(code: EmbeddedCode, details: Record<string, string | number> = {}) {
    const zh = sentences[code].replace(/\{(\w+)\}/g, (_, name: string) => String(details[name] ?? ''))
    super(`${code}: ${zh}`)
    this.name = 'EmbeddedError'
    this.code = code
    this.zh = zh
    this.details = details
  }
}

/** The `code` of a Node.js system error (`EACCES`, `ENOSPC` …), or an empty text. */
export function errno(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

/** Says a failed file operation on the data folder as the problem it is; anything else is passed on unchanged. */
export function fileProblem(error: unknown, path: string): Error {
  const code = errno(error)
  if (['ENOSPC', 'EDQUOT'].includes(code)) return new EmbeddedError('embedded.disk-full', { path, free: 0 })
  if (['EACCES', 'EPERM', 'EROFS', 'ENOENT', 'ENOTDIR', 'EEXIST'].includes(code))
    return new EmbeddedError('embedded.not-writable', { path, reason: code })
  return error instanceof Error ? error : new Error(String(error))
}
