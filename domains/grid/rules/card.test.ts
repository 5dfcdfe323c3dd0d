import { describe, expect, it } from 'vitest'
import { DEFAULT_CARD, officeFor, shownName, surnameOf } from './card.ts'

describe('surnameOf', () => {
  it.each([
    ['周念慈', '周'],
    ['欧阳明', '欧阳'],
    ['欧阳', '欧'],
    ['张', '张'],
    ['阿依古丽·买买提', '阿依古丽'],
    ['  王 秀英', '王'],
    ['𠮷野', '𠮷'],
    ['', ''],
  ])('%s → %s', (name, surname) => {
    expect(surnameOf(name)).toBe(surname)
  })
})

describe('shownName', () => {
  it('is the surname by default, whole or nothing when so decided', () => {
    expect(shownName('周念慈', DEFAULT_CARD)).toEqual({ name: '周', whole: false })
    expect(shownName('周念慈', ['full-name'])).toEqual({ name: '周念慈', whole: true })
    expect(shownName('周念慈', ['office-phone'])).toEqual({ name: null, whole: false })
    expect(shownName(' ', ['full-name'])).toEqual({ name: null, whole: false })
  })
})

describe('officeFor', () => {
  const office = (kind: string, areaPath: string, phone: string | null, name = kind) => ({
    kind,
    areaPath,
    phone,
    name,
  })
  const here = 'c/s/k/g/'
  it('is the nearest one with a phone', () => {
    const street = office('sub-centre', 'c/s/', '1')
    const station = office('community-station', 'c/s/k/', '2')
    expect(officeFor([street, station], here)).toBe(station)
    expect(officeFor([street, { ...station, phone: null }], here)).toBe(street)
    expect(officeFor([office('community-station', 'c/s/other/', '3'), street], here)).toBe(street)
  })
  it('is never a handling unit, nor one of nowhere', () => {
    expect(officeFor([office('department', 'c/s/', '1'), office('command-centre', '', '2')], here)).toBeNull()
  })
})
