import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestDatabase, emptyDatabase, testDatabase } from '@lifang/platform/testing/database.ts'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Finding, checkNode, clock, doctor } from './doctor.ts'

const home = mkdtempSync(join(tmpdir(), 'lifang-doctor-'))
let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
})
afterAll(async () => {
  await database.drop()
  rmSync(home, { recursive: true, force: true })
})

const find = (findings: Finding[], pattern: RegExp): Finding | undefined =>
  findings.find(({ zh }) => pattern.test(zh))

async function run(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}

test('a sound installation: roles, migrations, locale, clock are in order', async () => {
  const dataDir = join(home, 'sound')
  const findings = await doctor({ dataDir, databaseUrl: database.url, port: 0 })
  for (const pattern of [
    /^Node\.js/,
    /可读写/,
    /^PostgreSQL 1\d/,
    /识别汉字/,
    /时钟一致/,
    /角色齐全/,
    /结构是最新的/,
    /端口 0 空闲/,
  ])
    expect(find(findings, pattern)?.level, String(pattern)).toBe('ok')
  expect(findings.filter(({ level, mend }) => level !== 'ok' && mend === '')).toEqual([])
})

test('an old Node.js is bad', () => {
  expect(checkNode('20.20.2').level).toBe('bad')
  expect(checkNode('22.17.9').level).toBe('bad')
  expect(checkNode('22.18.0').level).toBe('ok')
})

test('clocks that differ are told', () => {
  expect(clock(1_000, 900, 1_100).level).toBe('ok')
  expect(clock(10_000, 900, 1_100).level).toBe('warn')
  expect(clock(0, 60_000, 60_100).level).toBe('bad')
})

describe('the database', () => {
  test('that cannot be reached', async () => {
    const findings = await doctor({
      dataDir: home,
      databaseUrl: 'postgres://nobody@127.0.0.1:1/none',
      port: 0,
    })
    expect(find(findings, /连不上数据库/)?.level).toBe('bad')
  })

  test('that is empty', async () => {
    const empty = await emptyDatabase()
    const findings = await doctor({ dataDir: home, databaseUrl: empty.url, port: 0 })
    await empty.drop()
    expect(find(findings, /还是空的/)?.level).toBe('warn')
  })

  test('whose migrations are behind, changed, or ahead', async () => {
    const look = async (): Promise<Finding[]> =>
      await doctor({ dataDir: home, databaseUrl: database.url, port: 0 })
    await run(
      database.url,
      `create table kept as select * from schema_migration where name = (select max(name) from schema_migration)`,
    )
    await run(database.url, 'delete from schema_migration where name = (select name from kept)')
    expect(find(await look(), /1 个数据库升级待执行/)?.level).toBe('warn')
    await run(
      database.url,
      `insert into schema_migration select * from kept; update schema_migration set checksum = 'x' where name = (select name from kept)`,
    )
    expect(find(await look(), /与已执行的不同/)?.level).toBe('bad')
    await run(database.url, `insert into schema_migration values ('9999-future.sql', 'x')`)
    expect(find(await look(), /更新的版本/)?.level).toBe('bad')
  })

  test('whose locale does not know Chinese characters', async () => {
    const name = `lifang_c_${process.pid}`
    await run(
      database.url,
      `create database ${name} template template0 encoding 'UTF8' locale_provider libc locale 'C'`,
    )
    const url = new URL(database.url)
    url.pathname = `/${name}`
    const findings = await doctor({ dataDir: home, databaseUrl: url.href, port: 0 })
    await run(database.url, `drop database ${name} with (force)`)
    expect(find(findings, /不识别汉字/)?.level).toBe('bad')
  })
})

describe('the data folder', () => {
  test('with passwords that others can read', async () => {
    const dataDir = join(home, 'open')
    mkdirSync(dataDir)
    writeFileSync(join(dataDir, 'demo-accounts.json'), '[]')
    chmodSync(join(dataDir, 'demo-accounts.json'), 0o644)
    const findings = await doctor({ dataDir, databaseUrl: database.url, port: 0 })
    expect(find(findings, /demo-accounts\.json 含口令/)?.level).toBe('bad')
    chmodSync(join(dataDir, 'demo-accounts.json'), 0o600)
    expect(
      find(await doctor({ dataDir, databaseUrl: database.url, port: 0 }), /demo-accounts\.json/)?.level,
    ).toBe('ok')
  })

  test('of a newer PostgreSQL', async () => {
    const dataDir = join(home, 'newer')
    mkdirSync(join(dataDir, 'pg'), { recursive: true })
    writeFileSync(join(dataDir, 'pg', 'PG_VERSION'), '99\n')
    expect(find(await doctor({ dataDir, port: 0 }), /PostgreSQL 99/)?.level).toBe('bad')
  })
})

test('a port that another program holds is told with the variable to set', async () => {
  const other = createServer()
  await new Promise<void>((done) => other.listen(0, () => done()))
  const address = other.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const findings = await doctor({ dataDir: home, databaseUrl: database.url, port })
  other.close()
  expect(find(findings, /被其他程序占用/)?.mend).toContain('PORT')
})
