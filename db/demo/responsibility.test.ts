import { describe, expect, it } from 'vitest'
import example from '../reference/catalogues/example-city-limits.json' with { type: 'json' }
import { departments } from './departments.ts'
import { responsibilityList } from './responsibility.ts'
import { limitOf } from './responsibility/entry.ts'
import { localCatalogue, localEntries } from './responsibility/local.ts'
import { urbanEntries } from './responsibility/urban.ts'

describe('the demo responsibility list', () => {
  it('covers about sixty urban matters and at least 45 local ones', () => {
    expect(urbanEntries.length).toBeGreaterThanOrEqual(60)
    expect(localEntries.length).toBeGreaterThanOrEqual(45)
    expect(new Set(localEntries.map((e) => e.domain)).size).toBeGreaterThanOrEqual(12)
    expect(localEntries.some((e) => e.domain === 'urban-management')).toBe(false)
  })

  it('names every class once and gives it to a department that exists', () => {
    const keys = responsibilityList.map((e) => `${e.standard}|${e.kind}|${e.code}`)
    expect(new Set(keys).size).toBe(keys.length)
    const known = new Set(departments.map((d) => d.departmentKey))
    expect(responsibilityList.filter((e) => !known.has(e.departmentKey))).toEqual([])
  })

  it('has for every class conditions numbered from one with a limit and something that shows the closing', () => {
    for (const entry of responsibilityList) {
      expect(entry.conditions.length, entry.code).toBeGreaterThan(0)
      expect(entry.conditions.map((c) => c.seq)).toEqual(entry.conditions.map((_, i) => i + 1))
      for (const c of entry.conditions) {
        expect(c.limit.amount).toBeGreaterThan(0)
        expect(c.closingEvidence.length).toBeGreaterThan(0)
        if (c.limit.unit === 'urgent-hour') expect(c.extension).toBeNull()
      }
      expect(entry.legalBasis).toMatch(/^《.+》$/)
    }
  })

  it('uses the published limits exactly where the example city has them', () => {
    const here = responsibilityList.flatMap((e) => e.conditions.filter((c) => c.evidence === 'example-city'))
    expect(here).toHaveLength(example.entries.length)
    const mess = urbanEntries.find((e) => e.code === '06010')
    expect(mess?.conditions[0]?.limit).toEqual({ amount: 4, unit: 'working-hour' })
    const burst = localEntries.find((e) => e.name === '供水管道破裂')
    expect(burst?.conditions.map((c) => c.limit)).toEqual([limitOf('3u'), limitOf('8u'), limitOf('5d')])
  })

  it('asks for no photo where a person would be in the picture', () => {
    for (const entry of responsibilityList.filter((e) => e.confidential))
      expect(entry.requiredEvidence).toEqual([])
  })

  it('prefixes local codes with L', () => {
    for (const e of localCatalogue.entries) expect(e.code).toMatch(/^L\d{5}$/)
  })
})

describe('the demo departments', () => {
  it('have exactly one fallback unit, fictional phones and parents that exist', () => {
    expect(departments.filter((d) => d.fallback).map((d) => d.departmentKey)).toEqual(['public-works'])
    const keys = new Set(departments.map((d) => d.departmentKey))
    expect(keys.size).toBe(departments.length)
    for (const d of departments) {
      expect(d.phone).toMatch(/^0000-\d{7}$/)
      if (d.parent !== null) expect(keys.has(d.parent)).toBe(true)
    }
  })
})

describe('limitOf', () => {
  it('refuses what is not a limit', () => {
    expect(() => limitOf('4x')).toThrow('limit: 4x')
    expect(() => limitOf('h')).toThrow()
  })
})
