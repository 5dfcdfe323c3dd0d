import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

/** The files are data: these tests hold their shape, their counts and the gaps the source documents have. */
const entry = z.strictObject({
  kind: z.enum(['component', 'matter']),
  code: z.string(),
  name: z.string().min(2),
  majorCode: z.string().length(2),
  majorName: z.string().min(2),
})
const catalogue = z.object({
  standard: z.string(),
  title: z.string(),
  evidence: z.string().startsWith('second-hand'),
  numberingGaps: z.array(z.string()).optional(),
  entries: z.array(entry),
})
const limit = z.strictObject({
  amount: z.number().positive(),
  unit: z.enum(['urgent-hour', 'working-hour', 'working-day', 'calendar-day']),
})
const limitRow = z.strictObject({
  standard: z.string(),
  kind: z.enum(['component', 'matter']),
  code: z.string(),
  className: z.string(),
  conditionSeq: z.int().positive(),
  condition: z.string().min(2),
  limit,
  closing: z.string().min(2),
  source: z.string().min(2),
  checkLimit: limit.optional(),
  printedAs: z.string().optional(),
  flag: z.string().optional(),
})
const limits = z.object({ title: z.string(), entries: z.array(limitRow), otherCities: z.array(limitRow) })

const load = (name: string): unknown => JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'))
const current = catalogue.parse(load('gbt47678-5-2026.json'))
const legacy = catalogue.parse(load('gbt30428-2-2013-legacy.json'))
const example = limits.parse(load('example-city-limits.json'))

describe('GB/T 47678.5-2026', () => {
  const of = (kind: 'component' | 'matter') => current.entries.filter((e) => e.kind === kind)

  it('has 153 components and 250 matters', () => {
    expect(of('component')).toHaveLength(153)
    expect(of('matter')).toHaveLength(250)
  })

  it('has the documented number of classes in each major', () => {
    const count = (kind: 'component' | 'matter') => {
      const sums: Record<string, number> = {}
      for (const e of of(kind)) sums[e.majorCode] = (sums[e.majorCode] ?? 0) + 1
      return sums
    }
    const components = { '01': 76, '02': 44, '03': 16, '04': 14, '05': 3 }
    expect(count('component')).toEqual(components)
    expect(count('matter')).toEqual({ ...components, '06': 51, '07': 7, '08': 16, '09': 21, '10': 2 })
  })

  it('keeps five-digit codes whose first two digits are the major', () => {
    for (const e of current.entries) {
      expect(e.code).toMatch(/^\d{5}$/)
      expect(e.code.slice(0, 2)).toBe(e.majorCode)
    }
  })

  it('derives the first 153 matters from the components, with one irregular name', () => {
    const matters = new Map(of('matter').map((e) => [e.code, e.name]))
    for (const c of of('component')) {
      expect(matters.get(c.code)).toBe(c.code === '01066' ? '紧急报警点异常SOS' : `${c.name}异常`)
    }
  })

  it('has exactly the gaps in numbering that the source has', () => {
    const gaps: string[] = []
    const codes = new Set(of('matter').map((e) => e.code))
    for (const major of new Set(of('matter').map((e) => e.majorCode))) {
      const last = Math.max(...[...codes].filter((c) => c.startsWith(major)).map((c) => Number(c.slice(2))))
      for (let n = 1; n <= last; n++) {
        const code = `${major}${String(n).padStart(3, '0')}`
        if (!codes.has(code)) gaps.push(code)
      }
    }
    expect(gaps.toSorted()).toEqual(current.numberingGaps)
  })
})

describe('the legacy list', () => {
  it('has 54 classes in five majors, two digits and two digits', () => {
    expect(legacy.entries).toHaveLength(54)
    expect(new Set(legacy.entries.map((e) => e.majorCode)).size).toBe(5)
    for (const e of legacy.entries) expect(e.code).toMatch(/^\d{4}$/)
  })
})

describe('all catalogues together', () => {
  it('never repeat (standard, kind, code)', () => {
    const keys = [current, legacy].flatMap((c) => c.entries.map((e) => `${c.standard}|${e.kind}|${e.code}`))
    expect(new Set(keys).size).toBe(keys.length)
  })

  it('hold every class the example limits point at, under the name it has there', () => {
    const names = new Map(
      [current, legacy].flatMap((c) => c.entries.map((e) => [`${c.standard}|${e.kind}|${e.code}`, e.name])),
    )
    for (const row of [...example.entries, ...example.otherCities]) {
      const name = names.get(`${row.standard}|${row.kind}|${row.code}`)
      expect(name, row.code).toBeDefined()
      // Two pipe classes are printed with another word for the same thing.
      if (row.code !== '0402') expect(name).toBe(row.className)
    }
  })
})

describe('the example city', () => {
  it('has several conditions per class, each numbered once', () => {
    const keys = example.entries.map((e) => `${e.standard}|${e.kind}|${e.code}|${e.conditionSeq}`)
    expect(new Set(keys).size).toBe(keys.length)
    expect(example.entries.filter((e) => e.code === '06001')).toHaveLength(3)
  })

  it('reads 紧急工作日 as calendar days and says so', () => {
    const flagged = example.entries.filter((e) => e.flag !== undefined)
    expect(flagged.map((e) => [e.code, e.limit])).toEqual([['0403', { amount: 2, unit: 'calendar-day' }]])
  })
})
