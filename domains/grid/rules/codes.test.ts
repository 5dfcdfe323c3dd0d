import { describe, expect, it } from 'vitest'
import type { CodePlace } from './codes.ts'
import { DEFAULT_TEMPLATES, checkCode, nextCode, parseTemplate } from './codes.ts'

const none = { taken: new Set<string>(), retired: new Set<string>() }
const region = '990602001003'
const general: CodePlace = { template: DEFAULT_TEMPLATES.general, kind: 'general', region }
const dedicated: CodePlace = { template: DEFAULT_TEMPLATES.dedicated, kind: 'dedicated', region }
const micro: CodePlace = { template: DEFAULT_TEMPLATES.micro, kind: 'micro', region, grid: '990602001003004' }

const code = (result: ReturnType<typeof nextCode>) => (result.ok ? result.value : result.problem.code)

describe('nextCode', () => {
  it('gives 15 digits to general grids, 901 onwards to dedicated ones, 17 to micro grids', () => {
    expect(code(nextCode(general, none))).toBe('990602001003001')
    expect(code(nextCode(dedicated, none))).toBe('990602001003901')
    expect(code(nextCode(micro, none))).toBe('99060200100300401')
  })

  it('goes on after the highest ever used, whether still in use or retired', () => {
    const ledger = { taken: new Set(['990602001003002']), retired: new Set(['990602001003007']) }
    expect(code(nextCode(general, ledger))).toBe('990602001003008')
  })

  it('counts general and dedicated grids apart', () => {
    const ledger = { taken: new Set(['990602001003003', '990602001003902']), retired: new Set<string>() }
    expect(code(nextCode(general, ledger))).toBe('990602001003004')
    expect(code(nextCode(dedicated, ledger))).toBe('990602001003903')
  })

  it('says when the numbers of a place are used up', () => {
    const full = { taken: new Set(['990602001003999']), retired: new Set<string>() }
    expect(code(nextCode(dedicated, full))).toBe('grid.codes-exhausted')
    const last = { taken: new Set<string>(), retired: new Set(['99060200100300499']) }
    expect(code(nextCode(micro, last))).toBe('grid.codes-exhausted')
  })

  it('follows other cities’ templates', () => {
    const place = { ...general, template: '{region6}{street3}{community3}{kind}{seq:4}' }
    expect(code(nextCode(place, none))).toBe('99060200100310001')
    expect(code(nextCode({ ...general, template: '{region9}Z{seq:2}' }, none))).toBe('990602001Z01')
  })
})

describe('checkCode', () => {
  it('accepts a free code of the right form', () => {
    expect(code(checkCode('990602001003017', general, none))).toBe('990602001003017')
  })

  it.each([
    ['99060200100317', 'grid.code-malformed'],
    ['99060200100301A', 'grid.code-malformed'],
    ['990602001004017', 'grid.code-outside-parent'],
    ['990602001003001', 'grid.code-taken'],
    ['990602001003002', 'grid.code-retired'],
  ])('refuses %s with %s', (given, refusal) => {
    const ledger = { taken: new Set(['990602001003001']), retired: new Set(['990602001003002']) }
    expect(code(checkCode(given, general, ledger))).toBe(refusal)
  })
})

describe('parseTemplate', () => {
  it.each([
    '',
    '{region12}',
    '{seq:3}{region12}',
    '{seq:3}{micro:2}',
    '{region12}{seq:0}',
    '{town}{seq:3}',
    '{region12',
    '网格{seq:3}',
  ])('refuses %j', (template) => expect(parseTemplate(template).ok).toBe(false))

  it('needs what its tokens name', () => {
    expect(code(nextCode({ ...general, region: '990602' }, none))).toBe('grid.template-value-missing')
    const { grid: _, ...withoutGrid } = micro
    expect(code(nextCode(withoutGrid, none))).toBe('grid.template-value-missing')
    expect(code(nextCode({ ...micro, grid: '9'.repeat(31) }, none))).toBe('grid.template-invalid')
  })
})
