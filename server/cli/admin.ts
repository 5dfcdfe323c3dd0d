import { randomBytes } from 'node:crypto'
import { systemClock } from '@lifang/platform/clock.ts'
import { newId } from '@lifang/platform/id.ts'
import { createAccount, createSessions } from '@lifang/domains/identity/public.ts'
import { AdminKind } from '@lifang/domains/identity/schema.ts'
import { sql } from '@lifang/platform/sql.ts'
import { ConfigError, type Config } from '../config.ts'
import { loadKeys } from '../keys.ts'
import { visit } from './visit.ts'

/** Makes an administrator with a random first password, printed once; it must be changed at first sign-in. */
export async function adminCreate(config: Config, options: ReadonlyMap<string, string>): Promise<number> {
  const username = options.get('username')
  const name = options.get('name')
  const kind = AdminKind.safeParse(`${options.get('kind') ?? ''}-admin`)
  if (username === undefined || name === undefined || !kind.success) {
    throw new ConfigError(
      '用法：admin create --username 用户名 --name 姓名 --kind system|security|audit [--county 六位区划代码]',
    )
  }
  const keys = await loadKeys(config.dataDir)
  const password = `Lf-${randomBytes(9).toString('base64url')}-7`
  await visit(config, 'lifang_app', async (db) => {
    const there = await db.maybe<{ county: number }>(sql`select county from area order by level limit 1`)
    const county = Number(options.get('county') ?? there?.county ?? 0)
    if (!Number.isInteger(county) || county < 100_000 || county > 999_999) {
      throw new ConfigError('请用 --county 指定本地六位区划代码，例如 --county 430602')
    }
    const sessions = createSessions(db, systemClock, () => Promise.resolve([]))
    await createAccount({ db, clock: systemClock, sessions, fieldKey: keys.field, county }, null, {
      id: newId(),
      county,
      username,
      name,
      kind: 'person',
      password,
      admin: kind.data,
      phone: null,
      mustChange: true,
    })
  })
  process.stdout.write(
    `已建立 ${username}（${name}），首次密码：${password}\n首次登录须修改密码并绑定动态验证码。\n`,
  )
  return 0
}
