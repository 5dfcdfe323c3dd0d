import type { Db, Tx } from '@lifang/platform/db.ts'
import { sql } from '@lifang/platform/sql.ts'
import type { TemplateView } from '../schema.ts'
import type { Channel, Language, NoticeEvent } from '../schema/words.ts'
import type { TemplateRow } from '../tables.ts'

const keyOf = (event: string, channel: string, language: string): string => `${event} ${channel} ${language}`

/** Of all versions the one in force: the newest of the deployment's own unless it was taken back, else the release's newest. */
export function inForce(rows: readonly TemplateRow[]): Map<string, TemplateView> {
  const newest = new Map<string, { reference?: TemplateRow; override?: TemplateRow }>()
  for (const row of rows) {
    const key = keyOf(row.event, row.channel, row.language)
    const known = newest.get(key) ?? {}
    if ((known[row.origin]?.version ?? -1) < row.version) newest.set(key, { ...known, [row.origin]: row })
  }
  const out = new Map<string, TemplateView>()
  for (const [key, { reference, override }] of newest) {
    const row = override?.title == null ? reference : override
    if (row === undefined || row.title === null || row.body === null) continue
    const { event, channel, language, title, body, version } = row
    out.set(key, { event, channel, language, title, body, version, overridden: row === override })
  }
  return out
}

const all = (tx: Tx): Promise<TemplateRow[]> => tx.rows<TemplateRow>(sql`select * from notice_template`)

/** The texts in force, in process; read again when somebody changed one. */
export interface Templates {
  reload(): Promise<void>
  get(event: NoticeEvent, channel: Channel, language: Language): TemplateView | undefined
  list(): TemplateView[]
}

export function createTemplates(db: Db): Templates {
  let known: ReadonlyMap<string, TemplateView> = new Map()
  return {
    reload: async () => {
      known = inForce(await all(db))
    },
    // A language without a text falls back on the source language.
    get: (event, channel, language) =>
      known.get(keyOf(event, channel, language)) ?? known.get(keyOf(event, channel, 'zh-CN')),
    list: () =>
      [...known.values()].toSorted((a, b) =>
        keyOf(a.event, a.channel, a.language).localeCompare(keyOf(b.event, b.channel, b.language)),
      ),
  }
}
