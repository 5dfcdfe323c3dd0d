/**
 * One line of a sheet of people: what it says of the person, of their home, and of what they are to the household. The facts
 * themselves are judged by the same rules as when somebody is registered at the counter.
 */
import { meetingKeys, plainAddress, printAddress, readAddress, type Address } from '../address.ts'
import { plainCode } from '../finding.ts'
import { buildingLine } from '../line.ts'
import type { IdKind, ResidenceKind, StayPurpose } from '../../schema/lists.ts'
import type { ImportField } from '../../schema/transfer-lists.ts'
import {
  careOf,
  dayOfCell,
  degreesOf,
  entranceOf,
  floorOf,
  idKindFor,
  nationalityOf,
  paperOf,
  purposeOf,
  relationOf,
  roomOf,
  sexOf,
  staysOf,
  textOf,
  type Cell,
  type Read,
  type Reason,
} from './cells.ts'
import type { Columns } from './heads.ts'

export interface LinePerson {
  readonly name: string
  readonly sex: 'male' | 'female' | 'unknown'
  readonly birthDate: string | null
  readonly nationality: string
  readonly idKind: IdKind
  readonly idNumber: string | null
  readonly phone: string | null
  readonly care: boolean
  readonly foreignSurname: string | null
  readonly foreignGiven: string | null
  readonly idUntil: string | null
  readonly stayPurpose: StayPurpose | null
  readonly arrivedOn: string | null
  readonly leavesOn: string | null
}
/** A building and a home in it, as far as the sheet names them. */
export interface LineHome {
  /** Keys under which the building is known; the first that leads to one building counts. */
  readonly keys: readonly string[]
  /** Community and street as said, to tell buildings of one name apart. */
  readonly within: readonly string[]
  /** The whole line as written, for names of homes; null where the sheet has parts. */
  readonly written: string | null
  readonly chain: {
    readonly road: string
    readonly estate: string
    readonly door: string
    readonly block: string
  }
  readonly entrance: string
  readonly floor: number
  readonly room: string
  /** Degrees where the sheet says where the building stands. */
  readonly at: { readonly lon: number; readonly lat: number } | null
}
export interface ImportLine {
  readonly person: LinePerson
  readonly home: LineHome
  readonly kinds: readonly ResidenceKind[]
  /** GB/T 4761; null: not said. */
  readonly relation: string | null
  /** Null: not said. */
  readonly from: string | null
}

export const isBlank = (cells: readonly Cell[]): boolean =>
  cells.every((c) => c === null || (typeof c === 'string' && c.trim() === ''))

/** Neighbours stand in neighbouring lines: what was read once is read again and again. */
const read = new Map<string, readonly string[]>()
const MOST_READ = 20_000

/** Keys of the building a line of address leads to, whatever stands behind it. */
export function buildingKeys(text: string): readonly string[] {
  const kept = read.get(text)
  if (kept !== undefined) return kept
  const building: Address = { ...readAddress(text), unit: null, floor: null, room: null, rest: null }
  const line = plainAddress(printAddress(building, 'building'))
  const keys = [...new Set([...(line === '' ? [] : [`A|${line}`]), ...meetingKeys(building)])]
  if (read.size >= MOST_READ) read.clear()
  read.set(text, keys)
  return keys
}

const plainArea = (name: string): string =>
  name
    .normalize('NFKC')
    .replaceAll(/\s/g, '')
    .replace(/(?:居民委员会|村民委员会|居委会|村委会|街道办事处|街道办|办事处)$/, '')
    .replace(/(?:社区|村|街道|镇|乡)$/, '')
/** Whether an area may be meant by a name that a sheet gives it. */
export const isArea = (name: string, said: string): boolean => plainArea(name) === plainArea(said)

/** Key of a name of a home that is written out. */
export const nameKey = (text: string): string => plainAddress(text)

/** @param words word of a relation → its code */
export function readLine(
  cells: readonly Cell[],
  columns: Columns,
  words: ReadonlyMap<string, string>,
): { readonly line: ImportLine; readonly reasons: readonly Reason[] } {
  const reasons: Reason[] = []
  const cell = (field: ImportField): Cell | undefined => {
    const at = columns[field]
    return at === undefined ? null : (cells[at] ?? null)
  }
  const got = <T>(field: ImportField, read: Read<T>, otherwise: T): T => {
    if (read.ok) return read.value
    reasons.push({ field, code: read.code })
    return otherwise
  }
  const text = (field: ImportField): string => got(field, textOf(cell(field)), '')

  const name = text('name')
  const [foreignSurname, foreignGiven] = [text('foreignSurname'), text('foreignGiven')]
  // Who has no name in Chinese is called by the one in Latin letters.
  if (name === '' && foreignSurname === '' && foreignGiven === '')
    reasons.push({ field: 'name', code: 'transfer.why.name' })
  const number = got('idNumber', paperOf(cell('idNumber')), '')
  const phone = got('phone', paperOf(cell('phone')), '')
  const person: LinePerson = {
    name,
    sex: got('sex', sexOf(text('sex')), 'unknown'),
    birthDate: got('birthDate', dayOfCell(cell('birthDate')), null),
    nationality: got('nationality', nationalityOf(text('nationality')), 'CHN'),
    idKind: got('idKind', idKindFor(text('idKind'), number), 'none'),
    idNumber: number === '' ? null : number,
    phone: phone === '' ? null : phone,
    care: got('care', careOf(cell('care'), typeof cell('care') === 'boolean' ? '' : text('care')), false),
    foreignSurname: foreignSurname === '' ? null : foreignSurname,
    foreignGiven: foreignGiven === '' ? null : foreignGiven,
    idUntil: got('idUntil', dayOfCell(cell('idUntil')), null),
    stayPurpose: got('stayPurpose', purposeOf(text('stayPurpose')), null),
    arrivedOn: got('arrivedOn', dayOfCell(cell('arrivedOn')), null),
    leavesOn: got('leavesOn', dayOfCell(cell('leavesOn')), null),
  }
  if (person.idKind === 'none' && number !== '')
    reasons.push({ field: 'idKind', code: 'transfer.why.id-kind-none' })
  const lon = got('lon', degreesOf(cell('lon')), null)
  const lat = got('lat', degreesOf(cell('lat')), null)
  const home = homeOf(text, reasons, lon === null || lat === null ? null : { lon, lat })
  return {
    line: {
      person,
      home: { ...home, floor: got('floor', floorOf(text('floor'), home.room), 1) },
      kinds: got('stay', staysOf(text('stay')), ['residing']),
      relation: got('relation', relationOf(text('relation'), words), null),
      from: got('from', dayOfCell(cell('from')), null),
    },
    reasons,
  }
}

type Place = Omit<LineHome, 'floor'>

/** The parts where the sheet has them; else one line of address, read by the rules of addresses. */
function homeOf(text: (field: ImportField) => string, reasons: Reason[], at: LineHome['at']): Place {
  const chain = {
    road: text('road'),
    estate: text('estate'),
    door: plainCode(text('door')).replace(/号$/, ''),
    block: plainCode(text('block')).replace(/(?:号楼|幢|栋|座|#)$/, ''),
  }
  const parts = buildingLine(chain)
  const written = text('address')
  const community = text('community')
  const entrance = entranceOf(text('entrance'))
  const room = roomOf(text('room'))
  if (parts !== '') {
    if (room === '') reasons.push({ field: 'room', code: 'transfer.why.room' })
    const keys = [`A|${plainAddress(parts)}`, ...buildingKeys(parts)]
    const within = community === '' ? [] : [community]
    return { keys: [...new Set(keys)], within, written: null, chain, entrance, room, at }
  }
  if (written === '') reasons.push({ field: 'address', code: 'transfer.why.address' })
  const read = readAddress(written)
  const place: Place = {
    keys: written === '' ? [] : buildingKeys(written),
    within: [community, read.community ?? '', read.street ?? ''].filter((name) => name !== ''),
    written: written === '' ? null : written,
    chain: {
      road: read.road ?? '',
      estate: read.estate ?? read.hamlet ?? '',
      door: read.door ?? '',
      block: read.building ?? '',
    },
    entrance: entrance === '' ? (read.unit ?? '') : entrance,
    room: room === '' ? (read.room ?? '') : room,
    at,
  }
  if (written !== '' && place.room === '') reasons.push({ field: 'address', code: 'transfer.why.no-room' })
  return place
}
