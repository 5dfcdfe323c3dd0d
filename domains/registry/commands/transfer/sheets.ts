import { Readable } from 'node:stream'
import { writeXlsx, writeXlsxStream } from 'hucre/xlsx'
import { readBlocks } from '@lifang/platform/blocks.ts'
import type { Actor } from '@lifang/platform/access.ts'
import { say, type Phrases } from '@lifang/platform/lang.ts'
import { sql } from '@lifang/platform/sql.ts'
import { audit } from '@lifang/domains/audit/public.ts'
import type { Cell, Reason } from '../../rules/transfer/cells.ts'
import { HEADS, REASON_HEAD } from '../../rules/transfer/heads.ts'
import { CHUNK, IMPORT_FIELDS } from '../../schema/transfer-lists.ts'
import { transferProblem } from '../../schema/transfer-problems.ts'
import type { ImportLineRow, ImportRow } from '../../tables/transfer.ts'
import { lineOf, linesPath, sealedName, type TransferDeps } from './deps.ts'

/** What is wrong with a line, in the office's words: the column by its template's head, then the sentence. */
export const reasonsText = (phrases: Phrases, reasons: readonly Reason[]): string =>
  reasons
    .map((r) => `${r.field === null ? '' : `${HEADS[r.field]}：`}${say(phrases, r.code, r.details)}`)
    .join('；')

const textOf = (cell: Cell | undefined): string => (cell === null || cell === undefined ? '' : String(cell))

/**
 * Lines that were not taken in, as they were sent, with the reasons in a last column, row by row as they are read. Every cell is
 * text, so that a number that was one keeps its digits. Who takes it away is written down before the first byte.
 * @throws transfer.purged
 */
export async function errorsBook(
  deps: TransferDeps,
  actor: Actor,
  row: ImportRow,
  pass: 'check' | 'run',
): Promise<Readable> {
  if (row.purged_at !== null) throw transferProblem('transfer.purged', { field: 'id' })
  const { n } = await deps.db.one<{ n: number }>(
    sql`select count(*)::integer as n from people_import_line where county = ${deps.county} and import_id = ${row.id} and pass = ${pass} and verdict = 'wrong'`,
  )
  await deps.db.transaction((tx) =>
    audit(tx, {
      county: deps.county,
      actor,
      act: 'registry.import-errors',
      subjectKind: 'people-import',
      subjectId: row.id,
      ground: actor.holdings[0]?.post ?? null,
      details: { pass, lines: n },
    }),
  )
  // A sheet of errors that comes back has our column already.
  const old = row.heads.indexOf(REASON_HEAD)
  const own = <T>(cells: readonly T[]): T[] => cells.filter((_, i) => i !== old)
  const heads = own(row.heads)
  const width = row.heads.length
  async function* rows(): AsyncGenerator<string[], void> {
    let chunk = 0
    for await (const block of readBlocks(deps.fields, sealedName(row.id), linesPath(deps, row.id))) {
      const from = lineOf(row, chunk * CHUNK)
      const wrong = await deps.db.rows<ImportLineRow>(
        sql`select * from people_import_line where county = ${deps.county} and import_id = ${row.id} and pass = ${pass} and verdict = 'wrong'
            and line >= ${from} and line < ${from + CHUNK} order by line`,
      )
      chunk++
      if (wrong.length === 0) continue
      const lines = JSON.parse(block.toString('utf8')) as (readonly Cell[])[]
      for (const { line, reasons } of wrong) {
        const cells = lines[line - from] ?? []
        const texts = own(Array.from({ length: width }, (_, i) => textOf(cells[i])))
        yield [...texts, reasonsText(deps.phrases, reasons)]
      }
    }
  }
  const columns = [...heads, REASON_HEAD].map((header, i) => ({
    header,
    key: `c${i}`,
    width: header === REASON_HEAD ? 60 : 16,
    numFmt: '@',
  }))
  const stream = writeXlsxStream(rows(), { name: '未导入', columns, freezePane: { rows: 1 } })
  return Readable.fromWeb(stream as Parameters<typeof Readable.fromWeb>[0])
}

/** The workbook to fill in: the heads and two lines as an example beside an explanation of every column. */
export async function templateBook(phrases: Phrases): Promise<Buffer> {
  const words = (key: string): string => phrases[`transfer.template.${key}`] ?? key
  const heads = IMPORT_FIELDS.map((f) => HEADS[f])
  const bytes = await writeXlsx({
    sheets: [
      {
        name: '人员',
        columns: heads.map((header, i) => ({ header, key: `c${i}`, width: 14, numFmt: '@' })),
        rows: [heads],
        freezePane: { rows: 1 },
      },
      {
        name: '填写说明',
        columns: [{ width: 16 }, { width: 12 }, { width: 90 }],
        rows: [
          [words('column'), words('needed'), words('how')],
          ...IMPORT_FIELDS.map((f) => [HEADS[f], words(NEEDED.has(f) ? 'yes' : 'no'), words(f)]),
        ],
        freezePane: { rows: 1 },
      },
      {
        name: '示例',
        columns: heads.map(() => ({ width: 14 })),
        rows: [heads, ...EXAMPLES.map((e) => IMPORT_FIELDS.map((f) => e[f] ?? ''))],
        freezePane: { rows: 1 },
      },
    ],
  })
  return Buffer.from(bytes)
}
const NEEDED: ReadonlySet<string> = new Set(['name', 'room'])

/** Nobody: area 990602 is fictional. */
const EXAMPLES: readonly Readonly<Partial<Record<(typeof IMPORT_FIELDS)[number], string>>>[] = [
  {
    name: '张三（示例）',
    sex: '男',
    birthDate: '1980-03-15',
    idKind: '居民身份证',
    idNumber: '990602198003150011',
    phone: '19900000001',
    nationality: '中国',
    estate: '望湖花园',
    block: '6',
    entrance: '2',
    floor: '3',
    room: '301',
    stay: '户籍且居住',
    relation: '户主',
    from: '2016-05-01',
    care: '否',
  },
  {
    name: '李四（示例）',
    sex: '女',
    birthDate: '1982-07-02',
    phone: '19900000002',
    address: '望湖花园6栋2单元301室',
    stay: '居住',
    relation: '妻',
  },
  {
    sex: '女',
    birthDate: '1995-04-18',
    idKind: '护照',
    idNumber: 'YA0000001',
    nationality: '意大利',
    address: '望湖花园6栋2单元402室',
    stay: '居住',
    relation: '户主',
    foreignSurname: 'ROSSI',
    foreignGiven: 'MARIA ELENA',
    idUntil: '2030-06-30',
    stayPurpose: '学习',
    arrivedOn: '2025-09-01',
    leavesOn: '2027-07-31',
  },
]
