/**
 * What may be shown in lists and public notices (domain.md 2.12): 张*, 欧阳**, 110***********002X, 138****1234, an address to the
 * building. The whole value is a matter of reason, approval and log, never of a list.
 */
import { surnameOf } from '@lifang/domains/grid/rules/card.ts'
import { printAddress, readAddress } from './address.ts'

/**
 * 张三 → 张*, 张三丰 → 张**, 欧阳明月 → 欧阳**. More than two stars would tell the length of a long name. Names with a dot or a blank
 * (minorities, foreigners) keep their first character or letter.
 */
export function maskName(name: string): string {
  const plain = name.trim()
  if (plain === '') return ''
  const letters = [...plain]
  if (/[\s·•.]/.test(plain) || /^[\p{Script=Latin}\p{Script=Cyrillic}]/u.test(plain)) return `${letters[0]}**`
  const surname = surnameOf(plain)
  const given = letters.length - [...surname].length
  return surname + '*'.repeat(Math.min(Math.max(given, 1), 2))
}

/** A name in Latin letters, surname first: ROSSI, MARIA ELENA → R** M**. Null: neither part is known. */
export function maskForeignName(surname: string | null, given: string | null): string | null {
  const parts = [surname, given].filter((part) => part !== null && part !== '')
  return parts.length === 0 ? null : parts.map((part) => `${[...(part ?? '')][0] ?? ''}**`).join(' ')
}

/** First three and last four; whatever is too short to hide anything is hidden whole. */
export function maskIdNumber(number: string): string {
  const plain = number.trim()
  if (plain === '') return ''
  if (plain.length < 12) return '*'.repeat(plain.length)
  return plain.slice(0, 3) + '*'.repeat(plain.length - 7) + plain.slice(-4)
}

/** 138****1234; of a landline the area code and the last two. */
export function maskPhone(phone: string): string {
  const plain = phone.trim()
  if (plain === '') return ''
  const landline = /^(0\d{2,3})-?(\d{7,8})/.exec(plain)
  if (landline && !/^0?1[3-9]\d{9}$/.test(plain)) return `${landline[1]}-*****${landline[2]?.slice(-2)}`
  const digits = plain.replaceAll(/\D/g, '')
  return digits.length < 10 ? '****' : `${digits.slice(0, 3)}****${digits.slice(-4)}`
}

/** To the building. A line that names none is cut before its first number, entrance or room. */
export function maskAddress(text: string): string {
  const address = readAddress(text)
  const cut = printAddress(address, 'building')
  if (address.building !== null || address.door !== null || address.estate !== null) return cut
  return cut === '' ? (/^(?:(?!单元|室|户)\P{N})*/u.exec(text.trim().slice(0, 60))?.[0] ?? '') : cut
}

/** Kinds of public notice (公示): the more it tells of a person's need or fault, the less of the person it shows. */
export const NOTICE_KINDS = ['roster', 'benefit', 'sensitive'] as const
export type NoticeKind = (typeof NOTICE_KINDS)[number]
export interface NoticePerson {
  readonly name: string
  readonly address: string | null
}

/** A roster (volunteers, grid workers' choice) names people; a benefit masks; a sensitive one keeps the surname only. No notice has an ID number or a phone. */
export function forNotice(kind: NoticeKind, person: NoticePerson): NoticePerson {
  switch (kind) {
    case 'roster':
      return { name: person.name, address: null }
    case 'benefit':
      return {
        name: maskName(person.name),
        address: person.address === null ? null : noticeAddress(person.address),
      }
    case 'sensitive':
      return { name: `${surnameOf(person.name)}**`, address: null }
  }
}

/** A house of a village is its building and its home in one: a notice stops at the village and its group. */
function noticeAddress(text: string): string {
  const read = readAddress(text)
  const house = read.estate === null && read.road === null && read.building === null && read.door !== null
  return house ? printAddress({ ...read, door: null }, 'building') : maskAddress(text)
}
