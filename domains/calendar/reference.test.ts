/** The calendar we ship, held against two independent lists, and the phrases against the problems. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import chineseDays from 'chinese-days'
import { describe, expect, it } from 'vitest'
import en from '../../lang/en/calendar.json' with { type: 'json' }
import zh from '../../lang/zh-CN/calendar.json' with { type: 'json' }
import { aCalendar } from './examples.ts'
import { workingMs } from './rules.ts'
import { checkCalendar } from './rules/compose.ts'
import { dateOf, dayOf, dayStart } from './rules/instants.ts'
import { formatLimit, UNIT_WORDS } from './rules/limits.ts'
import { LIMIT_UNITS, SPAN_KINDS } from './schema/lists.ts'
import { problem } from './schema/problems.ts'
import { CalendarData, CalendarYear } from './schema.ts'

const FOLDER = new URL('../../db/reference/calendar/', import.meta.url)
/** Sample data is not part of the repository: the folder the variable names, or none. */
const SAMPLES = process.env['LIFANG_DATA_SAMPLES'] ?? 'no-samples'
const LIST = `${SAMPLES}/holidays/cn_public_holidays_2017_2026.csv`
const calendar = aCalendar()
const isWorkday = (date: string) => workingMs(dayStart(dayOf(date)), dayStart(dayOf(date) + 1), calendar) > 0

describe('the reference calendar', () => {
  it('is sound and cites a notice for every day', () => {
    expect(CalendarData.parse(calendar)).toEqual(calendar)
    expect(checkCalendar(calendar).ok).toBe(true)
    for (const file of readdirSync(FOLDER)) {
      const year = CalendarYear.parse(JSON.parse(readFileSync(new URL(file, FOLDER), 'utf8')))
      expect(file).toBe(`cn-${year.year}.json`)
      expect(year.notice.number).toMatch(new RegExp(`^国办发明电〔${year.year - 1}〕\\d+号$`))
      expect(year.days.every((day) => day.date.startsWith(String(year.year)))).toBe(true)
    }
  })

  it('has no year that is not published', () => {
    expect(readdirSync(FOLDER).toSorted()).toEqual(['cn-2024.json', 'cn-2025.json', 'cn-2026.json'])
  })

  it('moves work only to weekends, and gives off only what the week would not', () => {
    for (const { date, kind } of calendar.days) {
      const plain = new Date(`${date}T00:00:00Z`).getUTCDay() % 6 !== 0
      if (kind === 'work') expect([date, plain]).toEqual([date, false])
    }
  })

  it('agrees with chinese-days on every day of 2024–2026', () => {
    const differing: string[] = []
    for (let day = dayOf('2024-01-01'); day <= dayOf('2026-12-31'); day++) {
      const date = dateOf(day)
      if (chineseDays.isWorkday(date) !== isWorkday(date)) differing.push(date)
    }
    expect(differing).toEqual([])
  })

  it('agrees with the make-up days retyped from the notices, and with the full list where it is at hand', () => {
    const working = calendar.days.filter((day) => day.kind === 'work').map((day) => day.date)
    expect(working).toEqual(
      [
        ['2024', '02-04 02-18 04-07 04-28 05-11 09-14 09-29 10-12'],
        ['2025', '01-26 02-08 04-27 09-28 10-11'],
        ['2026', '01-04 02-14 02-28 05-09 09-20 10-10'],
      ].flatMap(([year = '', days = '']) => days.split(' ').map((day) => `${year}-${day}`)),
    )
    if (!existsSync(LIST)) return
    const rows = readFileSync(LIST, 'utf8')
      .split('\n')
      .slice(1)
      .map((line) => line.split(','))
      .filter(([date]) => date !== undefined && date >= '2024' && date < '2027')
      .map(([date, , name, kind]) => [date, kind, name].join(' '))
    expect(calendar.days.map((day) => [day.date, day.kind, day.name].join(' ')).toSorted()).toEqual(
      rows.toSorted(),
    )
  })
})

describe('the phrases', () => {
  const phrases: Record<string, string> = zh
  it('has a sentence for every refusal, unit and span, in both languages', () => {
    const keys = [
      ...Object.keys(problem.table),
      ...LIMIT_UNITS.map((unit) => `calendar.unit.${unit}`),
      ...SPAN_KINDS.map((kind) => `calendar.span.${kind}`),
    ]
    expect(keys.filter((key) => !phrases[key])).toEqual([])
    expect(Object.keys(en).toSorted()).toEqual(Object.keys(zh).toSorted())
  })
  it('names the units as limits are written', () => {
    for (const unit of LIMIT_UNITS) {
      expect(phrases[`calendar.unit.${unit}`]).toBe(UNIT_WORDS[unit])
      expect(formatLimit({ amount: 2, unit })).toBe(`2${UNIT_WORDS[unit]}`)
    }
  })
})
