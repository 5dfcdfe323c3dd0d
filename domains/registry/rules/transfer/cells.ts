/** One cell of a sheet to one value. What cannot be read says why with a phrase key; nothing is guessed. */
import { plainDate } from '../comparison.ts'
import { plainCode } from '../finding.ts'
import type { IdKind, ResidenceKind, StayPurpose } from '../../schema/lists.ts'
import { NATIONALITIES, nationalityCode, nationalityWord } from '../../schema/nationality-lists.ts'
import type { ImportField } from '../../schema/transfer-lists.ts'

/** What a reader of files hands over: a day of Excel comes as 'YYYY-MM-DD'. */
export type Cell = string | number | boolean | null

export interface Reason {
  /** Null: the line as a whole. */
  readonly field: ImportField | null
  /** Phrase key. */
  readonly code: string
  /** For the sentence; never personal data. */
  readonly details?: Readonly<Record<string, string | number>>
}
export type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly code: string }
const ok = <T>(value: T): Read<T> => ({ ok: true, value })
const bad = (code: string): { readonly ok: false; readonly code: string } => ({ ok: false, code })

/** Longer than anything a register keeps in one cell. */
const LONGEST = 500

/** What a formula leaves in its cell where it came to nothing. */
const FORMULA_FAULT = /^#(?:REF!|DIV\/0!|N\/A|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!|FIELD!)$/
/** Text as it stands, trimmed; a whole number without its point. */
export function textOf(cell: Cell | undefined): Read<string> {
  if (cell === null || cell === undefined) return ok('')
  const text = typeof cell === 'string' ? cell.trim() : typeof cell === 'boolean' ? '' : String(cell)
  if (text.startsWith('#') && FORMULA_FAULT.test(text)) return bad('transfer.why.formula')
  return text.length > LONGEST ? bad('transfer.why.too-long') : ok(text)
}

/** Above 2^53 a cell that is a number has lost its last digits, and nobody can say which they were. */
const SCIENTIFIC = /^\d(?:\.\d+)?E\+?\d+$/i

/** A number of a paper. @returns refused where the cell is a number and digits are lost */
export function paperOf(cell: Cell | undefined): Read<string> {
  if (typeof cell === 'number' && (!Number.isSafeInteger(cell) || cell >= 1e15))
    return bad('transfer.why.digits-lost')
  const text = textOf(cell)
  if (text.ok && SCIENTIFIC.test(text.value)) return bad('transfer.why.digits-lost')
  // A leading apostrophe is how Excel's users force a text.
  return text.ok ? ok(text.value.replace(/^['’]/, '')) : text
}

/** Days of Excel begin on 1899-12-30, since it believes in a 29 February 1900. */
const SERIAL_ZERO = Date.UTC(1899, 11, 30)
const DAY_MS = 86_400_000

/** A day as text in any usual form, as Excel's serial, or as eight digits. Empty: null. */
export function dayOfCell(cell: Cell | undefined): Read<string | null> {
  if (typeof cell === 'number') {
    if (Number.isInteger(cell) && cell >= 18_500_101 && cell <= 29_991_231) {
      const day = plainDate(String(cell))
      return day === null ? bad('transfer.why.day') : ok(day)
    }
    if (cell >= 1 && cell < 109_574)
      return ok(new Date(SERIAL_ZERO + Math.floor(cell) * DAY_MS).toISOString().slice(0, 10))
    return bad('transfer.why.day')
  }
  const text = textOf(cell)
  if (!text.ok) return text
  if (text.value === '') return ok(null)
  const day = plainDate(text.value.replace(/[ T]\d{1,2}:\d\d(?::\d\d)?.*$/, ''))
  return day === null ? bad('transfer.why.day') : ok(day)
}

const table = <T extends string>(rows: Readonly<Record<T, string>>): ReadonlyMap<string, T> =>
  new Map(
    (Object.entries(rows) as [T, string][]).flatMap(([value, words]) =>
      words.split(' ').map((word): [string, T] => [word, value]),
    ),
  )
const wordOf = (text: string): string =>
  text
    .normalize('NFKC')
    .replaceAll(/[\s\p{P}]/gu, '')
    .toUpperCase()

const SEX = table({ male: '男 男性 1 M MALE', female: '女 女性 2 F FEMALE', unknown: '未知 未说明 不详 0 9' })
export function sexOf(text: string): Read<'male' | 'female' | 'unknown'> {
  const found = text === '' ? 'unknown' : SEX.get(wordOf(text))
  return found === undefined ? bad('transfer.why.sex') : ok(found)
}

const YES = table({ yes: '是 Y YES 1 TRUE √ 有 关爱', no: '否 N NO 0 FALSE 无 不是' })
export function careOf(cell: Cell | undefined, text: string): Read<boolean> {
  if (typeof cell === 'boolean') return ok(cell)
  if (text === '' || text === '×') return ok(false)
  const found = text === '√' ? 'yes' : YES.get(wordOf(text))
  return found === undefined ? bad('transfer.why.care') : ok(found === 'yes')
}

const STAY = table({
  residing:
    '居住 现住 常住 实有 在住 居住户 流动 流动人口 暂住 租住 人户分离居住 常住人口 居住人口 非户籍 非户籍人口',
  registered: '户籍 户籍地 在册 户籍户 空挂 空挂户 人在户不在 户在人不在 户籍在册',
  both: '户籍且居住 户籍并居住 户籍和居住 户籍居住 人户一致 户籍人口 本地户籍',
})
/** Empty: they live there. */
export function staysOf(text: string): Read<readonly ResidenceKind[]> {
  const found = text === '' ? 'residing' : STAY.get(wordOf(text))
  if (found === undefined) return bad('transfer.why.stay')
  return ok(found === 'both' ? ['registered', 'residing'] : [found])
}

const KIND = table<IdKind>({
  'resident-id': '居民身份证 身份证 二代身份证 第二代身份证 身份证号 111',
  'foreign-permanent': '外国人永久居留身份证 外国人永久居留证 永居证 553',
  'hk-macao-taiwan':
    '港澳台证件 港澳台居民居住证 港澳居民居住证 台湾居民居住证 港澳居民来往内地通行证 台湾居民来往大陆通行证 港澳通行证 台胞证 回乡证',
  passport: '护照 普通护照 外国护照 414',
  other: '其他 其他证件 其它 户口簿 军官证 出生医学证明',
  none: '无 无证件 没有 未办理 无证',
})
/** Where the sheet does not say the kind, the number does: 15 or 18 signs are a resident's. */
export function idKindFor(text: string, number: string): Read<IdKind> {
  if (text !== '') {
    const found = KIND.get(wordOf(text))
    if (found === undefined) return bad('transfer.why.id-kind')
    return ok(found)
  }
  if (number === '') return ok('none')
  const plain = plainCode(number)
  return ok(/^[A-Z]{1,2}\d{6,9}$/.test(plain) ? 'passport' : 'resident-id')
}

/** What people say for the countries whose people live in such places; every other is written by its name or its code. */
const COUNTRIES = table({
  CHN: '中国 中华人民共和国 中国籍 CN 156 中国香港 香港 HKG HK 中国澳门 澳门 MAC MO 中国台湾 台湾 TWN TW',
  USA: '美国',
  GBR: '英国',
  FRA: '法国',
  DEU: '德国',
  JPN: '日本',
  KOR: '韩国 大韩民国',
  PRK: '朝鲜',
  RUS: '俄罗斯',
  CAN: '加拿大',
  AUS: '澳大利亚',
  NZL: '新西兰',
  SGP: '新加坡',
  MYS: '马来西亚',
  THA: '泰国',
  VNM: '越南',
  LAO: '老挝',
  MMR: '缅甸',
  KHM: '柬埔寨',
  PHL: '菲律宾',
  IDN: '印度尼西亚 印尼',
  IND: '印度',
  PAK: '巴基斯坦',
  BGD: '孟加拉国',
  NPL: '尼泊尔',
  MNG: '蒙古',
  KAZ: '哈萨克斯坦',
  ITA: '意大利',
  ESP: '西班牙',
  UKR: '乌克兰',
  NGA: '尼日利亚',
  EGY: '埃及',
  ZAF: '南非',
  BRA: '巴西',
})
const COUNTRY_NAMES: ReadonlyMap<string, string> = new Map(
  NATIONALITIES.map((code): [string, string] => [wordOf(nationalityWord(code)), code]),
)
export function nationalityOf(text: string): Read<string> {
  if (text === '') return ok('CHN')
  const word = wordOf(text)
  const found = COUNTRIES.get(word) ?? nationalityCode(word) ?? COUNTRY_NAMES.get(word)
  return found === undefined ? bad('transfer.why.nationality') : ok(found)
}

const PURPOSE = table<StayPurpose>({
  work: '就业 工作 任职 务工',
  business: '商务 经商 贸易',
  study: '学习 留学 就学 进修',
  family: '团聚 家庭团聚 随行家属 随任',
  residence: '定居 永久居留',
  visit: '探亲 访友 探亲访友 私人事务',
  tourism: '旅游 观光',
  other: '其他 其它',
})
/** Empty: not said. Numbers are refused: whose table they are of cannot be told. */
export function purposeOf(text: string): Read<StayPurpose | null> {
  if (text === '') return ok(null)
  const found = PURPOSE.get(wordOf(text))
  return found === undefined ? bad('transfer.why.purpose') : ok(found)
}

/** What families say for the words of GB/T 4761. */
const ALSO_KIN = table({
  '02': '户主 本人 自己 户主本人',
  '11': '丈夫 老公 夫',
  '12': '妻子 老婆 妻',
  '20': '儿子 儿',
  '30': '女儿',
  '40': '孙子或孙女',
  '51': '父 爸爸',
  '52': '母 妈妈',
  '28': '女婿',
  '38': '儿媳 儿媳妇 媳妇',
  '41': '孙 孙子',
  '42': '孙女',
  '97': '其他 其他亲属 亲属',
  '99': '非亲属 租客 合租 同住 朋友 保姆',
})
/** @param words word, or the code itself, → code of GB/T 4761 of this deployment. Empty: null, to be asked */
export function relationOf(text: string, words: ReadonlyMap<string, string>): Read<string | null> {
  if (text === '') return ok(null)
  const word = wordOf(text)
  const code = words.get(/^\d$/.test(word) ? `0${word}` : word) ?? ALSO_KIN.get(word)
  if (code === undefined) return bad('transfer.why.relation')
  return ok(code === '01' ? '02' : code)
}

/** 3单元 → 3, ０3 → 3. */
export const entranceOf = (text: string): string =>
  plainCode(text)
    .replace(/(?:单元|门|梯)$/, '')
    .replace(/^0+(?=\d)/, '')
/** 301室 → 301. */
export const roomOf = (text: string): string =>
  plainCode(text)
    .replace(/(?:号房|房间|室|房|户|号)$/, '')
    .replace(/^0+(?=\d)/, '')

/** The floor as said, else as the room says: 1203 is on the twelfth. */
export function floorOf(text: string, room: string): Read<number> {
  const said = plainCode(text).replace(/(?:层|楼|F)$/, '')
  if (said === '') return ok(Number(/^(\d{1,2})\d\d[A-Z]?$/.exec(room)?.[1] ?? 1) || 1)
  const floor = Number(said.replace(/^(?:负|地下|B)/, '-'))
  return Number.isInteger(floor) && floor >= -9 && floor <= 200 && floor !== 0
    ? ok(floor)
    : bad('transfer.why.floor')
}
export function degreesOf(cell: Cell | undefined): Read<number | null> {
  const text = textOf(cell)
  if (!text.ok || text.value === '') return text.ok ? ok(null) : text
  const n = Number(text.value)
  return Number.isFinite(n) && Math.abs(n) <= 180 ? ok(n) : bad('transfer.why.place')
}
