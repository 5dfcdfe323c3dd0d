/** The lines people write, made from the parts a record keeps: 学府路74号望湖花园6幢, and behind it 2单元301室. */

export interface BuildingChain {
  /** 街路巷; every part is empty where there is none. */
  readonly road: string
  /** 小区 or 院. */
  readonly estate: string
  /** 门牌, with or without 号. */
  readonly door: string
  /** 幢, with or without its counter. */
  readonly block: string
}

/** A bare number or letter gets its counter; what was written with one stays. */
const counted = (text: string, counter: string): string =>
  /^[\dA-Z甲乙丙丁附-]+$/.test(text) ? `${text}${counter}` : text

/** 12附3 is 12号附3号. */
const doorLine = (door: string): string => counted(door, '号').replace(/^(\d+)附/, '$1号附')

/** A door belongs to the road; where there is none, to the village or the estate. Empty when every part is. */
export const buildingLine = ({ road, estate, door, block }: BuildingChain): string =>
  (road === '' ? estate + doorLine(door) : road + doorLine(door) + estate) + counted(block, '幢')

/** @param building its printed line */
export const homeLine = (building: string, entrance: string, room: string): string =>
  building + counted(entrance, '单元') + counted(room, '室')
