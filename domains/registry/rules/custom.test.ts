import { describe, expect, it } from 'vitest'
import {
  checkDefinition,
  fieldAt,
  fits,
  maskValue,
  readValue,
  valueText,
  type CustomContent,
  type CustomField,
  type CustomValue,
} from './custom.ts'

const field = (over: Partial<CustomField> = {}): CustomField => ({
  key: 'f1',
  label: '饮食习惯',
  type: 'text',
  required: false,
  sensitive: false,
  help: '',
  min: null,
  max: null,
  unit: '',
  options: [],
  to: null,
  ...over,
})
const content = (fields: readonly CustomField[], over: Partial<CustomContent> = {}): CustomContent => ({
  name: '',
  title: '',
  attach: null,
  fields,
  ...over,
})
const name = field({ key: 'name', label: '名称', required: true })

describe('a definition', () => {
  const own = { name: '充电棚', title: 'name', attach: 'point' } as const
  it.each<[string, string, CustomContent, string[]]>([
    ['is sound', 'person', content([field()]), []],
    ['of an own kind is sound', 'k1', content([name], own), []],
    ['needs a field', 'person', content([]), ['custom.no-fields fields']],
    [
      'names no key twice',
      'person',
      content([field(), field({ label: '别的' })]),
      ['custom.key-twice fields.1.key'],
    ],
    [
      'names no label twice',
      'person',
      content([field(), field({ key: 'f2' })]),
      ['custom.label-twice fields.1.label'],
    ],
    ['has no bad key', 'person', content([field({ key: '1 x' })]), ['custom.key-malformed fields.0.key']],
    ['has no empty label', 'person', content([field({ label: '' })]), ['custom.label-needed fields.0.label']],
    [
      'has options for a choice',
      'person',
      content([field({ type: 'choice' })]),
      ['custom.options-needed fields.0.options'],
    ],
    [
      'has no option twice',
      'person',
      content([field({ type: 'choices', options: ['一', '一'] })]),
      ['custom.option-twice fields.0.options'],
    ],
    [
      'has no range the wrong way round',
      'person',
      content([field({ type: 'number', min: 3, max: 1 })]),
      ['custom.range fields.0.min'],
    ],
    [
      'takes no pattern',
      'person',
      content([field({ pattern: '^a+$' })]),
      ['custom.pattern fields.0.pattern'],
    ],
    [
      'says what a reference refers to',
      'person',
      content([field({ type: 'reference' })]),
      ['custom.to-needed fields.0.to'],
    ],
    [
      'has no page in a label',
      'person',
      content([field({ label: '<b>' })]),
      ['custom.bad-text fields.0.label'],
    ],
    ['of an own kind has a name', 'k1', content([name], { ...own, name: '' }), ['custom.name-needed name']],
    [
      'of an own kind belongs somewhere',
      'k1',
      content([name], { ...own, attach: null }),
      ['custom.attach-needed attach'],
    ],
    [
      'of an own kind has a title',
      'k1',
      content([name], { ...own, title: 'x' }),
      ['custom.title-needed title'],
    ],
    ['keeps its title open', 'k1', content([{ ...name, sensitive: true }], own), ['custom.title-open title']],
    [
      'of a base belongs to it',
      'home',
      content([field()], { attach: 'point' }),
      ['custom.attach-not-here attach'],
    ],
    ['has a kind that can be written', 'K 1', content([name], own), ['custom.kind-malformed kind']],
  ])('%s', (_what, kind, of, wanted) => {
    expect(checkDefinition(kind, of).map((f) => `${f.code} ${f.field}`)).toEqual(wanted)
  })
})

describe('a value', () => {
  const choice = { type: 'choice', options: ['甲', '乙'] } as const
  const number = { type: 'number', min: 0, max: 10 } as const
  it.each<[Partial<CustomField>, CustomValue | null, CustomValue | null | string]>([
    [{}, ' 素食 ', '素食'],
    [{}, '', null],
    [{}, null, null],
    [{}, '<script>', 'custom.bad-text'],
    [{}, '\u202E反', 'custom.bad-text'],
    [{}, 'x'.repeat(201), 'custom.too-long'],
    [{}, 3, 'custom.bad-text'],
    [{ type: 'long-text' }, '一\n二', '一\n二'],
    [number, 10, 10],
    [number, 11, 'custom.too-big'],
    [number, -1, 'custom.too-small'],
    [number, '3', 'custom.not-a-number'],
    [number, Number.NaN, 'custom.not-a-number'],
    [{ type: 'yes-no' }, false, false],
    [{ type: 'yes-no' }, '是', 'custom.not-yes-no'],
    [{ type: 'date' }, '2024-02-29', '2024-02-29'],
    [{ type: 'date' }, '2023-02-29', 'custom.not-a-day'],
    [choice, '甲', '甲'],
    [choice, '丙', 'custom.not-an-option'],
    [{ ...choice, type: 'choices' }, ['乙', '甲'], ['甲', '乙']],
    [{ ...choice, type: 'choices' }, ['丙'], 'custom.not-an-option'],
    [{ ...choice, type: 'choices' }, [], null],
    [{ type: 'phone' }, '138 0013 8000', '13800138000'],
    [{ type: 'phone' }, '12', 'custom.not-a-phone'],
    [{ type: 'reference', to: 'person' }, 'x', 'custom.not-found-there'],
  ])('%j of %j is %j', (over, given, wanted) => {
    const read = readValue(field(over), given)
    expect(read.ok ? read.value : read.code).toEqual(wanted)
  })
  it('of an older version keeps its name, and is told when it does not fit', () => {
    const old = field({ type: 'choice', options: ['甲'] })
    const versions = [
      { number: 2, content: content([field({ type: 'choice', options: ['乙'] })]) },
      { number: 1, content: content([old, field({ key: 'gone', label: '旧项' })]) },
    ]
    expect(fieldAt(versions, 'gone', 1)?.label).toBe('旧项')
    expect(fits(versions[0]?.content.fields[0], '甲')).toBe(false)
    expect(fits(undefined, '甲')).toBe(false)
  })
  it('is told as text; what has words of its own as its key', () => {
    expect([valueText(true), valueText(3, '千瓦'), valueText(['甲', '乙'])]).toEqual([
      'true',
      '3千瓦',
      '甲、乙',
    ])
    expect([maskValue('phone', '13800138000'), maskValue('text', '丙肝')]).toEqual(['138****8000', '****'])
  })
})
