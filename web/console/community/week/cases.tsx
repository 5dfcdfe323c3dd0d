import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Week, WeekOverdue, WeekTopic, WeekUp } from '@lifang/domains/analysis/schema/week.ts'
import { lampWord } from '../../../kit/lamp.tsx'
import { dueTime, monthDayOf, printNumber, spell, timeOf } from '../../../kit/time.ts'
import { joined, t, word } from '../../../kit/words.ts'
import { whoWhat } from '../row.tsx'
import { Block } from './numbers.tsx'

type Line = Pick<
  WeekUp,
  'number' | 'className' | 'confidential' | 'grid' | 'unit' | 'desk' | 'stage' | 'status' | 'lamp'
>

/** 11-25 10:30: on paper no day is called yesterday. */
const at = (text: string): string => `${monthDayOf(Date.parse(text))} ${timeOf(Date.parse(text))}`
/** The same of a deadline, whose midnight belongs to the day that ends. */
const dueAt = (text: string): string => {
  const due = Date.parse(text)
  return dueTime(due) === '24:00' ? `${monthDayOf(due - 1)} 24:00` : at(text)
}

/** What a case is called on paper: never by what somebody told. */
const classWords = (line: Line): string =>
  line.confidential ? t('community.week.confidential') : (line.className ?? t('community.week.unfiled'))

const gridWords = (line: Line): string => line.grid ?? t('community.grid.ended')

/** Who has it now and at which stage. */
function whereWords(line: Line): string {
  const who = line.desk ?? line.unit
  const what =
    line.stage === null || line.stage === 'total'
      ? word('incidents.status', line.status)
      : word('incidents.stage', line.stage)
  return who === null ? what : whoWhat(who, what)
}

interface TableProps<L extends Line> {
  readonly lines: readonly L[]
  readonly columns: readonly (readonly [key: string, cell: (line: L) => ReactNode, wide?: boolean])[]
}

/** A table of cases: its head is repeated on the next sheet, its rows are never cut. */
function Cases<L extends Line>({ lines, columns }: TableProps<L>) {
  return (
    <table className="cases">
      <thead>
        <tr>
          <th scope="col" className="i">
            {t('community.week.col.row')}
          </th>
          <th scope="col" className="w">
            {t('community.week.col.case')}
          </th>
          <th scope="col">{t('community.week.col.grid')}</th>
          {columns.map(([key, , wide]) => (
            <th key={key} scope="col" className={wide === true ? 'w' : ''}>
              {t(`community.week.col.${key}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {lines.map((line, i) => (
          <tr key={line.number} data-number={line.number}>
            <td className="i">{i + 1}</td>
            <td>
              <Link to="/incidents/$number" params={{ number: line.number }}>
                {classWords(line)}
              </Link>
              <span className="num">{printNumber(line.number)}</span>
            </td>
            <td className="nw">{gridWords(line)}</td>
            {columns.map(([key, cell]) => (
              <td key={key}>{cell(line)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const None = ({ what }: { readonly what: string }) => (
  <p className="none">{t(`community.week.none.${what}`)}</p>
)

/** What was answered until now, or who has it. */
function answerWords(line: WeekUp): string {
  const day = line.answeredAt === null ? '' : at(line.answeredAt)
  switch (line.answer) {
    case 'waiting':
    case 'in-hand':
      return t('community.week.answer.open', { where: whereWords(line), lamp: lampWord(line.lamp) })
    case 'held':
      return t('community.week.answer.held', { where: line.unit ?? '' })
    case 'handed-down':
    case 'closed':
    case 'declined':
    case 'voided':
      return t(`community.week.answer.${line.answer}`, { at: day, unit: line.unit ?? '' })
  }
}

export function UpTable({ data }: { readonly data: Week }) {
  return (
    <Block
      title={t('community.week.up', { n: data.up.length })}
      note={t('community.week.up-note', { n: data.upEarlier })}
    >
      {data.up.length === 0 ? (
        <None what="up" />
      ) : (
        <Cases
          lines={data.up}
          columns={[
            ['went', (l) => <span className="nw">{at(l.at)}</span>],
            ['how', (l) => t(`community.week.how.${l.how}`)],
            ['answer', answerWords, true],
          ]}
        />
      )}
    </Block>
  )
}

/** Why an overdue case waits, in one sentence. */
function waitWords(line: WeekOverdue): string {
  switch (line.waits) {
    case 'asked':
      return t('console.flag.pending', {
        kind: line.asked === null ? '' : word('console.request', line.asked),
      })
    case 'reworked':
      return t('community.week.waits.reworked', { n: line.times ?? 1, where: whereWords(line) })
    case 'returned':
      return t('community.week.waits.returned', { n: line.times ?? 1, where: whereWords(line) })
    case 'stage':
      return t('community.week.waits.stage', { where: whereWords(line) })
  }
}

export function LateTable({ data }: { readonly data: Week }) {
  const now = Date.parse(data.at)
  return (
    <Block
      title={t('community.week.late', { n: data.overdue })}
      note={t('community.week.late-note', { at: at(data.at) })}
    >
      {data.late.length === 0 ? (
        <None what="late" />
      ) : (
        <Cases
          lines={data.late}
          columns={[
            ['due', (l) => <span className="nw">{dueAt(l.dueSince)}</span>],
            ['late-by', (l) => <span className="nw">{spell(now - Date.parse(l.dueSince), true)}</span>],
            ['waits', waitWords, true],
          ]}
        />
      )}
    </Block>
  )
}

export function HeldTable({ data }: { readonly data: Week }) {
  if (data.held.length === 0) return null
  return (
    <Block title={t('community.week.held', { n: data.held.length })} note={t('community.week.held-note')}>
      <Cases
        lines={data.held}
        columns={[
          ['unit', (l) => l.unit ?? '—'],
          ['reason', (l) => (l.reason === null ? '—' : word('console.hold-reason', l.reason))],
          ['review', (l) => (l.reviewAt === null ? '—' : monthDayOf(Date.parse(l.reviewAt)))],
        ]}
      />
    </Block>
  )
}

const topicWords = ({ reasons }: WeekTopic): string =>
  joined(
    reasons.map((r) =>
      t(`community.week.topic.${r.rule}${r.rule === 'disputed' && r.times === null ? '-rated' : ''}`, {
        n: r.times ?? '',
        at: r.at === null ? '' : monthDayOf(Date.parse(r.at)),
      }),
    ),
  )

/** What the meeting is asked to decide, with room for the decision. */
export function TopicsTable({ data }: { readonly data: Week }) {
  return (
    <Block
      title={t('community.week.topics', { n: data.topics.length })}
      note={t('community.week.topics-note')}
    >
      {data.topics.length === 0 ? (
        <None what="topics" />
      ) : (
        <Cases
          lines={data.topics}
          columns={[
            ['unit', (l) => l.unit ?? l.desk ?? '—'],
            ['why', topicWords, true],
            ['decision', () => <span className="blank" />, true],
          ]}
        />
      )}
    </Block>
  )
}
