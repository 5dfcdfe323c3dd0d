/** What residents without an account are told of their grid worker: only what the deployment approved for publication. */

export const CARD_FIELDS = ['surname', 'full-name', 'office-phone', 'duties', 'photo'] as const
export type CardField = (typeof CARD_FIELDS)[number]

/** Until a deployment decides otherwise: a surname with the post, the community's phone and the duties; no photo. */
export const DEFAULT_CARD: readonly CardField[] = ['surname', 'office-phone', 'duties']

/** Surnames of two characters in use today; others are taken by their first character. */
const DOUBLE = new Set(
  '欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 令狐 呼延 百里 东郭 南门 西门 拓跋 完颜 纳兰'.split(
    ' ',
  ),
)

/** 欧阳 of 欧阳明, 周 of 周念慈; a name with a blank or a dot (minority names) is taken up to it. */
export function surnameOf(name: string): string {
  const plain = name.trim()
  const cut = plain.search(/[\s·•.]/)
  if (cut > 0) return plain.slice(0, cut)
  const letters = [...plain]
  const two = letters.slice(0, 2).join('')
  return letters.length > 2 && DOUBLE.has(two) ? two : (letters[0] ?? '')
}

/** The worker's name as it may be shown: in full, by surname (周师傅 is said by the page), or not at all. */
export function shownName(
  name: string,
  fields: readonly CardField[],
): { readonly name: string | null; readonly whole: boolean } {
  if (name.trim() === '') return { name: null, whole: false }
  if (fields.includes('full-name')) return { name: name.trim(), whole: true }
  return { name: fields.includes('surname') ? surnameOf(name) : null, whole: false }
}

interface Office {
  readonly kind: string
  readonly name: string
  readonly phone: string | null
  /** Path of the area it serves, ending with '/'. */
  readonly areaPath: string
}
/** Offices a resident may call, the nearest kind first. */
const OFFICE_KINDS = ['community-station', 'sub-centre', 'command-centre'] as const

/** The nearest office with a phone over a place: the community's own, else the street's centre, else the county's. */
export function officeFor<O extends Office>(offices: readonly O[], areaPath: string): O | null {
  const rank = (o: O): number => (OFFICE_KINDS as readonly string[]).indexOf(o.kind)
  return (
    offices
      .filter((o) => o.phone !== null && o.areaPath !== '' && areaPath.startsWith(o.areaPath) && rank(o) >= 0)
      .toSorted((a, b) => b.areaPath.length - a.areaPath.length || rank(a) - rank(b))[0] ?? null
  )
}
