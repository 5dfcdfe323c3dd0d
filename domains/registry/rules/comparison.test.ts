import { describe, expect, it } from 'vitest'
import { bothGone, actsFor, isStranger, type TaskFacts } from './comparison-task.ts'
import { guessLineColumns, lackingColumns, readTheirLine, stateOf } from './comparison-line.ts'

const TODAY = '2026-11-24'
const NUMBER = '990602198003150011'

describe('a line of another register', () => {
  const heads = ['姓名', '性别', '身份证号', '出生日期', '人员状态']
  const columns = guessLineColumns(heads)
  it('has its columns guessed by what offices call them', () => {
    expect(columns).toEqual({ name: 0, sex: 1, idNumber: 2, birthDate: 3, state: 4 })
    expect(lackingColumns(columns)).toBeNull()
    expect(lackingColumns({ idNumber: 2 })).toBe('comparison.lacking.name')
    expect(lackingColumns({ name: 0, phone: 3 })).toBe('comparison.lacking.key')
  })
  it.each([
    [['张三', '男', NUMBER, null, ''], { number: NUMBER, born: '1980-03-15', state: 'present' }],
    [['张三', '1', '', '19800315', '正常'], { number: null, born: '1980-03-15', state: 'present' }],
    [
      ['张三', '', '990***********0011', '1980-3-15', '死亡'],
      { number: null, born: '1980-03-15', state: 'deceased' },
    ],
    [['张三', '', NUMBER, '', '已注销'], { number: NUMBER, state: 'cancelled' }],
  ])('%j is read', (cells, line) => {
    expect(readTheirLine(cells, columns, heads, TODAY)).toMatchObject({ line })
  })
  it.each([
    [['', '', NUMBER, '', ''], 'name', 'transfer.why.name'],
    [['张三', '不明', NUMBER, '', ''], 'sex', 'transfer.why.sex'],
    [['张三', '', 1.1e17, '', ''], 'idNumber', 'transfer.why.digits-lost'],
    [['张三', '', '', '', ''], null, 'comparison.why.key'],
    [['张三', '', '990***********0011', '', ''], null, 'comparison.why.key'],
    [['张三', '', NUMBER, '2001-02-30', ''], 'birthDate', 'transfer.why.day'],
    [['张三', '', NUMBER, '', '看不懂'], 'state', 'comparison.why.state'],
    [['<b>张三</b>', '', NUMBER, '', ''], 'name', 'comparison.why.text'],
  ])('%j is not read', (cells, field, code) => {
    expect(readTheirLine(cells, columns, heads, TODAY)).toEqual({ field, code })
  })
  it('is no line when it is blank', () => expect(readTheirLine(['', null], columns, heads, TODAY)).toBeNull())
  it.each([
    ['是', '是否死亡', 'deceased'],
    ['是', '是否注销', 'cancelled'],
    ['否', '是否死亡', 'present'],
    ['已毕业', '学籍状态', 'cancelled'],
  ])('%s under %s is %s', (text, head, state) => {
    expect(stateOf(text, head)).toEqual({ ok: true, value: state })
  })
})

describe('what can be done with a task', () => {
  const task = (over: Partial<TaskFacts>): TaskFacts => ({
    field: 'phone',
    verdict: 'differs',
    state: 'open',
    theirState: 'present',
    matched: 'number',
    ours: true,
    theirs: '19900001234',
    ...over,
  })
  it.each<[string, Partial<TaskFacts>, string]>([
    ['a field that differs', {}, 'take-theirs change keep-ours unverified'],
    ['masked there', { theirs: '199****1234' }, 'change keep-ours unverified'],
    ['not there', { theirs: null, verdict: 'ours-only' }, 'change keep-ours unverified'],
    ['a home', { field: 'address' }, 'done-elsewhere keep-ours unverified'],
    [
      'only theirs',
      { field: '', verdict: 'theirs-only', ours: false },
      'done-elsewhere not-here keep-ours unverified',
    ],
    ['only ours', { field: '', verdict: 'ours-only' }, 'moved-out deceased keep-ours unverified'],
    [
      'dead there',
      { field: '', verdict: 'to-check', theirState: 'deceased' },
      'deceased moved-out keep-ours unverified',
    ],
    [
      'struck off there',
      { field: '', verdict: 'to-check', theirState: 'cancelled' },
      'moved-out deceased keep-ours unverified',
    ],
    [
      'alike only',
      { field: '', verdict: 'to-check', matched: 'name-birth' },
      'same-person not-same unverified',
    ],
    ['not verified', { state: 'unverified' }, 'take-theirs change keep-ours'],
    ['settled', { state: 'kept-ours' }, ''],
    ['lapsed', { state: 'lapsed' }, ''],
    ['forgotten', { ours: false, theirs: null }, 'keep-ours unverified'],
  ])('%s', (_, over, acts) => expect(actsFor(task(over)).join(' ')).toBe(acts))
  it.each<[Partial<TaskFacts>, boolean]>([
    [{ ours: false }, true],
    [{ ours: false, state: 'unverified' }, true],
    [{ ours: true }, false],
    [{ ours: false, field: 'phone' }, false],
    [{ ours: false, state: 'registered' }, false],
    [{ ours: false, state: 'lapsed' }, false],
  ])('nobody of ours stands behind an open record %j: %s', (over, stranger) => {
    expect(isStranger({ ...task({ field: '' }), ...over })).toBe(stranger)
  })
  it.each([
    [null, 'deceased', true],
    [null, 'cancelled', true],
    ['dead', 'deceased', true],
    ['moved-out', 'cancelled', true],
    ['here', 'cancelled', false],
    ['here', 'deceased', false],
    ['moved-out', 'deceased', false],
    [null, 'present', false],
  ] as const)('%s here and %s there: both gone %s', (ours, theirs, gone) => {
    expect(bothGone(ours, theirs)).toBe(gone)
  })
})
