import { dice } from '../random.ts'
import type { Dice } from '../random.ts'
import type { DemoBuilding, DemoDuplicate, DemoPerson } from './plan.ts'

/** One person in so many is written down a second time. */
const ONE_IN = 600
/** How a name goes wrong when it is heard or read: the same sound, or nearly the same shape. */
const MISTAKEN: Readonly<Record<string, string>> = {
  伟: '玮',
  静: '婧',
  丽: '莉',
  军: '君',
  芳: '方',
  杰: '捷',
  敏: '闽',
  辉: '晖',
  萍: '平',
  华: '桦',
  英: '瑛',
  涵: '函',
  宇: '雨',
  浩: '皓',
  梅: '海',
  玲: '铃',
  建: '健',
  永: '勇',
  明: '名',
  文: '雯',
  平: '苹',
  国: '囯',
}

/**
 * People whom a second visit wrote down again in another home, without a number: what the review of duplicates is there to find.
 * They are not among the people of the register and are loaded beside them.
 */
export function* duplicatesOf(buildings: Iterable<DemoBuilding>, seed: number): Generator<DemoDuplicate> {
  const chance = dice(seed).fork('duplicates')
  let before: string | null = null
  let n = 0
  for (const building of buildings) {
    for (const home of building.homes) {
      if (home.household === null) continue
      for (const person of home.household.members) {
        const other = before
        if (other === null || person.phone === null || person.idNumber === null) continue
        if (!chance.chance(1 / ONE_IN)) continue
        n++
        yield { ...twice(person, chance), key: `d${n}`, of: person.key, home: other }
      }
      before = home.key
    }
  }
}

function twice(
  { name, sex, born, phone }: DemoPerson,
  chance: Dice,
): Omit<DemoDuplicate, 'key' | 'of' | 'home'> {
  const letters = [...name]
  const at = letters.findLastIndex((letter, i) => i > 0 && MISTAKEN[letter] !== undefined)
  const heard =
    at > 0 && chance.chance(0.7) ? letters.with(at, MISTAKEN[letters[at] ?? ''] ?? '').join('') : name
  return { name: heard, sex, born, phone: phone ?? '' }
}
