/**
 * One line of address to its chain and back: 街路巷 / 小区 / 单位院 / 自然村 → 门牌 → 幢 → 单元 → 层 → 户室 (domain.md 2.8), with what people
 * write for the same thing made one: full-width digits, 号楼 栋 幢 座, 单元, 室, `6-2-301`. One home has one id and many such lines;
 * `meetingKeys` says under which keys two lines of the same home meet exactly.
 */

export interface Address {
  /** 省 市 区县 as far as written, one text. */
  readonly region: string | null
  /** 街道, 镇, 乡. */
  readonly street: string | null
  /** 社区, 村. */
  readonly community: string | null
  /** 街路巷, with a lane of it (建设路12巷). */
  readonly road: string | null
  /** 门牌号, without 号; `12附3` with its annex. */
  readonly door: string | null
  /** 小区, 单位院. */
  readonly estate: string | null
  /** 自然村 and 组 of a village. */
  readonly hamlet: string | null
  /** 幢. */
  readonly building: string | null
  /** 单元. */
  readonly unit: string | null
  /** 层; negative below ground. Taken from a room number of three or four digits when it is not written. */
  readonly floor: number | null
  /** 户室. */
  readonly room: string | null
  /** What could not be placed. Null when everything was. */
  readonly rest: string | null
}

const HAN_DIGITS = '零一二三四五六七八九'

/** 十二 → 12, 二十 → 20, 一〇一 → 101; null when it is no number below 1000. */
function hanNumber(text: string): number | null {
  const plain = text.replaceAll('〇', '零').replaceAll('两', '二')
  if (/^[零一二三四五六七八九]+$/.test(plain))
    return Number([...plain].map((c) => String(HAN_DIGITS.indexOf(c))).join(''))
  const match = /^([一二三四五六七八九])?十([一二三四五六七八九])?$/.exec(plain)
  if (!match) return null
  return (match[1] ? HAN_DIGITS.indexOf(match[1]) : 1) * 10 + (match[2] ? HAN_DIGITS.indexOf(match[2]) : 0)
}

/** The line in one spelling: half-width, without blanks and marks, Chinese numerals before a counter as digits. */
export function plainAddress(text: string): string {
  return text
    .normalize('NFKC')
    .replaceAll(/[\p{Cf}\p{Cc}\s,，、。;；:：.·"'“”()（）[\]【】]/gu, '')
    .replaceAll(/[－–—―_~]/g, '-')
    .toUpperCase()
    .replaceAll(/[零〇一二两三四五六七八九十]+(?=(?:号楼|幢|栋|座|单元|层|楼|室|组|期|号))/g, (han) =>
      String(hanNumber(han) ?? han),
    )
    .replaceAll(/#(?:楼|幢|栋)?/g, '幢')
}

type Slot = Exclude<keyof Address, 'floor' | 'rest'>
type Taken = Partial<Record<Slot, string>> & { floor?: number }

const HAN = '\\p{Script=Han}'
/** A step takes the beginning of what is left; `fills` says which group goes where. */
interface Step {
  readonly form: RegExp
  readonly fills: (match: RegExpExecArray, taken: Taken) => Taken | null
}
const step = (source: string, fills: Step['fills']): Step => ({
  form: new RegExp(`^(?:${source})`, 'u'),
  fills,
})
const into =
  (slot: Slot): Step['fills'] =>
  (match) =>
    match[1] ? { [slot]: match[1] } : null

/** 单元, 层 and 室 behind a building, a door or an estate. */
const INSIDE: readonly Step[] = [
  step('-?([A-Z]?\\d{1,3}|[A-Z甲乙丙丁东中西])(?:单元|门(?!面)|梯)', into('unit')),
  step('-?(负|地下|B|-)?(\\d{1,3})(?:层|楼|F)(?!幢|栋|号)', (m) => ({
    floor: (m[1] ? -1 : 1) * Number(m[2]),
  })),
  step('-?(\\d{1,2})-(\\d{3,4}[A-Z]?)(?:室|号房|号|户|房)?$', (m, t) =>
    t.unit !== undefined || m[1] === undefined || m[2] === undefined ? null : { unit: m[1], room: m[2] },
  ),
  step('-?((?:[A-Z]|[东西中南北])?\\d{1,5}[A-Z]?|[东西中南北])(?:室|号房|房间|房|户|号)', into('room')),
  step('-?([A-Z]?\\d{1,5}[A-Z]?)$', into('room')),
]

const OUTSIDE: readonly Step[] = [
  step(`(${HAN}{2,7}?(?:省|自治区))`, into('region')),
  step(`(${HAN}{2,6}?市)(?!场|政|府|民)`, into('region')),
  step(`(${HAN}{1,5}?(?:(?<![小社园校院厂片景库])区|(?<!单)县))(?!城|政府)`, into('region')),
  step(`(${HAN}{1,6}?街道)(?:办事处|办)?(?!\\d)`, into('street')),
  step(`(${HAN}{1,5}?[镇乡])(?![路街巷道]|政府)`, into('street')),
  step(`(${HAN}{1,8}?)(?:社区)(?:居民委员会|居委会)?`, (m) => ({ community: `${m[1] ?? ''}社区` })),
  step(
    `(${HAN}{1,6}?(?<!新)村)(?:村民委员会|村委会|委会)?(?!${HAN}{0,2}?[路街巷]|小区|\\d*[幢栋座])`,
    into('community'),
  ),
  step(`((?:${HAN}{1,6}?)?(?:\\d{1,3}|[东西南北上下])组)`, into('hamlet')),
  step(
    `(${HAN}{1,8}?(?:大道|大街|胡同|里弄|路|街|巷|弄)(?:[东西南北中]段)?(?:(?:\\d{1,3}|[东西南北中])(?:巷|弄|条|支路))?)(?!${HAN}*(?:花园|家园|小区|苑|公寓))`,
    into('road'),
  ),
  step(`(${HAN}{1,6}?(?:道|里))(?=\\d)`, into('road')),
]

const DOOR = step('(\\d{1,5}(?:-\\d{1,4})?[A-Z甲乙丙丁]?)号(?:附(\\d{1,3})号)?(?!楼|幢|栋|房)', (m) => ({
  door: m[2] ? `${m[1] ?? ''}附${m[2]}` : (m[1] ?? ''),
}))
const BUILDING: readonly Step[] = [
  step(
    '第?((?:[A-Z东西南北]区?)?\\d{1,4}[A-Z]?|[A-Z甲乙丙丁])(?:号楼|号幢|号栋|幢|栋|座|楼(?=\\d*单元))',
    into('building'),
  ),
  step('(\\d{1,4})-(\\d{1,2})-(\\d{3,4}[A-Z]?)(?:室|号|户)?$', (m, t) =>
    t.building === undefined && m[1] && m[2] && m[3] ? { building: m[1], unit: m[2], room: m[3] } : null,
  ),
  step('(\\d{1,3})-(\\d{3,4}[A-Z]?)(?:室|号|户)?$', (m, t) =>
    t.building === undefined && m[1] && m[2] ? { building: m[1], room: m[2] } : null,
  ),
]
/** Everything up to a number that begins a building or a door, phases and zones included. */
const ESTATE = step(
  `(${HAN}(?:${HAN}|\\d+期|[A-Z]区)*?(?:[A-Z]区)?)(?=(?:第?[A-Z]?\\d+[A-Z]?(?:号|幢|栋|座|-|单元|楼)|[A-Z甲乙丙丁][幢栋座])|\\d{3,4}室?$|$)`,
  // 望湖花园东单元 is not the name of an estate.
  (match, taken) => (/单元|室|[东西中]户/.test(match[1] ?? '') ? null : into('estate')(match, taken)),
)

/** Reads one line. Never refuses: what it cannot place is in `rest`. @param text at most a few hundred characters */
export function readAddress(text: string): Address {
  let left = plainAddress(text).slice(0, 200)
  const got: Taken = {}
  const take = (steps: readonly Step[]): void => {
    for (const { form, fills } of steps) {
      const match = form.exec(left)
      const filled = match ? fills(match, got) : null
      if (!match || filled === null) continue
      for (const [slot, value] of Object.entries(filled)) {
        if (slot === 'region' && got.region !== undefined) got.region += String(value)
        else Object.assign(got, { [slot]: value })
      }
      left = left.slice(match[0].length)
    }
  }
  take(OUTSIDE)
  take([DOOR])
  const before = left
  take([ESTATE])
  if (got.estate !== undefined) {
    if (/^[院内旁边东西南北]$/.test(got.estate)) delete got.estate
    else if (got.community !== undefined && got.road === undefined && /[湾冲垅屋坡垸]$/.test(got.estate)) {
      got.hamlet = (got.hamlet ?? '') + got.estate
      delete got.estate
    }
    if (before !== left && got.door === undefined) take([DOOR])
  }
  take(BUILDING)
  take(INSIDE)
  // 望湖花园12号 is its building 12; a door number belongs to a road or a village.
  if (
    got.estate !== undefined &&
    got.road === undefined &&
    got.building === undefined &&
    got.door !== undefined
  ) {
    got.building = got.door
    delete got.door
  }
  return chain(got, left)
}

function chain(got: Taken, left: string): Address {
  const tidy = (code: string | undefined): string | null => code?.replace(/^0+(?=\d)/, '') ?? null
  const room = tidy(got.room)
  const read = room === null ? null : /^(\d{1,2})\d\d[A-Z]?$/.exec(room)
  return {
    region: got.region ?? null,
    street: got.street ?? null,
    community: got.community ?? null,
    road: got.road ?? null,
    door: tidy(got.door),
    estate: got.estate?.replace(/院内$/, '院') ?? null,
    hamlet: got.hamlet ?? null,
    building: tidy(got.building),
    unit: tidy(got.unit),
    floor: got.floor ?? (read?.[1] === undefined ? null : Number(read[1])),
    room,
    rest: left === '' ? null : left,
  }
}

export type AddressDepth = 'building' | 'home'

/** One way of writing it: 学府路74号望湖花园6幢2单元301室. With `building`, nothing behind the building is told. */
export function printAddress(a: Address, depth: AddressDepth = 'home'): string {
  const outside = [
    a.region,
    a.street,
    a.community,
    a.hamlet,
    a.road,
    a.door === null ? null : a.door.includes('附') ? `${a.door.replace('附', '号附')}号` : `${a.door}号`,
    a.estate,
    a.building === null ? null : `${a.building}幢`,
  ]
  const floorTold = a.floor !== null && (a.room === null || !new RegExp(`^${a.floor}\\d\\d`).test(a.room))
  const inside = [
    a.unit === null ? null : `${a.unit}单元`,
    floorTold ? (a.floor !== null && a.floor < 0 ? `负${-a.floor}层` : `${a.floor}层`) : null,
    a.room === null ? null : `${a.room}室`,
    a.rest,
  ]
  return [...outside, ...(depth === 'home' ? inside : [])].filter((part) => part !== null).join('')
}

/**
 * Keys under which two lines of one building or home meet: by road and door, by estate, by hamlet. Region, street and
 * community are left out since many lines lack them and borders change: compare within one community or county. Empty when the
 * line names no place.
 */
export function meetingKeys(a: Address): readonly string[] {
  const floor = a.room === null && a.floor !== null ? `F${a.floor}` : ''
  const inside = [a.building, a.unit, a.room ?? floor].map((part) => part ?? '').join('|')
  const keys: string[] = []
  if (a.road !== null && a.door !== null) keys.push(`R|${a.road}|${a.door}|${inside}`)
  if (a.estate !== null) keys.push(`E|${a.estate}|${inside}`)
  const village = (a.hamlet ?? '') || (a.road === null ? (a.community ?? '') : '')
  if (a.estate === null && a.road === null && village !== '' && (a.door ?? a.building) !== null)
    keys.push(`H|${village}|${a.door ?? ''}|${inside}`)
  return keys
}

/** Whether two lines can be one home: they share a key. */
export const sameAddress = (a: Address, b: Address): boolean => {
  const keys = new Set(meetingKeys(a))
  return meetingKeys(b).some((key) => keys.has(key))
}
