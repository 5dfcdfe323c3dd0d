import type { Actor } from '@lifang/platform/access.ts'
import type { Tx } from '@lifang/platform/db.ts'
import { isoOrNull } from '@lifang/platform/instant.ts'
import { say } from '@lifang/platform/lang.ts'
import { platformProblem } from '@lifang/platform/problems.ts'
import { none, sql } from '@lifang/platform/sql.ts'
import { DAY, OFFICE_OFFSET } from '@lifang/domains/calendar/rules/instants.ts'
import { render, type Text } from '../rules/text.ts'
import { DEFAULT_PREFERENCE, type Preference } from '../rules/times.ts'
import type { NoticeView, PreferenceView } from '../schema.ts'
import type { Channel, Language } from '../schema/words.ts'
import type { NoticeRow, PreferenceRow } from '../tables.ts'
import type { NoticeDeps } from './deps.ts'

export function textOf(
  deps: Pick<NoticeDeps, 'templates' | 'phrases'>,
  row: Pick<NoticeRow, 'event' | 'params' | 'number'>,
  channel: Channel,
  language: Language,
): Text {
  const template = deps.templates.get(row.event, channel, language)
  // An event without any text is still told, by its name: nobody is left unaware because of a missing row.
  if (template === undefined) return { title: `${row.event} ${row.number ?? ''}`.trim(), body: '' }
  const phrases = deps.phrases[language]
  const { dueAt, what } = row.params
  return render(template, phrases, {
    number: row.number,
    ...row.params,
    what: typeof what === 'string' && what !== '' ? what : (phrases['notices.unnamed'] ?? ''),
    due: typeof dueAt === 'string' ? say(phrases, 'notices.due', { at: officeTime(Date.parse(dueAt)) }) : '',
  })
}

/** '10-12 14:20'; a deadline at midnight belongs to the day that ends: '10-12 24:00'. */
function officeTime(at: number): string {
  const midnight = (at + OFFICE_OFFSET) % DAY === 0
  const text = new Date((midnight ? at - 1 : at) + OFFICE_OFFSET).toISOString()
  return `${text.slice(5, 10)} ${midnight ? '24:00' : text.slice(11, 16)}`
}

export const preferenceOf = (row: PreferenceRow | undefined): Preference =>
  row === undefined
    ? DEFAULT_PREFERENCE
    : {
        push: row.push,
        quiet:
          row.quiet_from === null || row.quiet_to === null
            ? null
            : { from: row.quiet_from, to: row.quiet_to },
        digestAt: row.digest_at,
        language: row.language,
      }

const preferenceRow = (tx: Tx, county: number, accountId: string): Promise<PreferenceRow | undefined> =>
  tx.maybe<PreferenceRow>(
    sql`select * from notice_preference where county = ${county} and account_id = ${accountId}`,
  )

export async function showPreference(deps: NoticeDeps, actor: Actor): Promise<PreferenceView> {
  const [row, { n }] = await Promise.all([
    preferenceRow(deps.db, deps.county, actor.accountId),
    deps.db.one<{ n: number }>(
      sql`select count(*) as n from push_subscription where county = ${deps.county} and account_id = ${actor.accountId}`,
    ),
  ])
  return { ...preferenceOf(row), devices: n }
}

export const unreadOf = async (tx: Tx, county: number, accountId: string): Promise<number> =>
  (
    await tx.one<{ n: number }>(
      sql`select count(*) as n from notice where county = ${county} and account_id = ${accountId} and read_at is null`,
    )
  ).n

/** '2026-10-10T08:40:00.000Z_0199…': the last row of a page. */
function readCursor(cursor: string): { at: Date; id: string } {
  const [at = '', id = ''] = cursor.split('_')
  const date = new Date(at)
  if (Number.isNaN(date.getTime()) || !/^[0-9a-f-]{36}$/.test(id))
    throw platformProblem('platform.invalid-input', { field: 'cursor' })
  return { at: date, id }
}

export async function listNotices(
  deps: NoticeDeps,
  actor: Actor,
  query: { unread?: 'true' | 'false' | undefined; cursor?: string | undefined; limit: number },
): Promise<{ items: NoticeView[]; unread: number; nextCursor: string | null }> {
  const { county } = deps
  const from = query.cursor === undefined ? null : readCursor(query.cursor)
  const [preference, unread, rows] = await Promise.all([
    preferenceRow(deps.db, county, actor.accountId),
    unreadOf(deps.db, county, actor.accountId),
    deps.db
      .rows<NoticeRow>(sql`select * from notice where county = ${county} and account_id = ${actor.accountId}
      ${query.unread === 'true' ? sql`and read_at is null` : none}
      ${from === null ? none : sql`and (at, id) < (${from.at}, ${from.id}::uuid)`}
      order by at desc, id desc limit ${query.limit + 1}`),
  ])
  const page = rows.slice(0, query.limit)
  const last = page.at(-1)
  const { language } = preferenceOf(preference)
  return {
    items: page.map((row) => ({
      id: row.id,
      event: row.event,
      ...textOf(deps, row, 'app', language),
      number: row.number,
      urgent: row.urgent,
      at: row.at.toISOString(),
      readAt: isoOrNull(row.read_at),
    })),
    unread,
    nextCursor:
      rows.length > query.limit && last !== undefined ? `${last.at.toISOString()}_${last.id}` : null,
  }
}
