import type { FindingView } from '@lifang/domains/grid/schema/views.ts'
import { t } from '../../kit/words.ts'

type Words = Pick<FindingView, 'check' | 'areas' | 'squareMetres' | 'households' | 'norm'>

/** 缝隙 112 平方米; 桂园 04 与 桂园 07 重叠 46 平方米. @param name of an area by its key */
export function faultWords(f: Words, name: (key: string) => string): string {
  const who = f.areas.map(name).join(t('grid-desk.and'))
  return t(`grid-desk.fault.${f.check}`, {
    who,
    n: f.squareMetres ?? 0,
    households: f.households ?? 0,
    min: f.norm?.min ?? 0,
    max: f.norm?.max ?? 0,
  })
}

/** The few words on the map's black tag. */
export const faultTag = (f: Words): string => t(`grid-desk.tag.${f.check}`, { n: f.squareMetres ?? 0 })
