import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { meetingKeys, printAddress, readAddress, sameAddress } from './address.ts'
import { maskAddress } from './mask.ts'

const only = (text: string) =>
  Object.fromEntries(Object.entries(readAddress(text)).filter(([, value]) => value !== null))

describe('reading a line of address', () => {
  it.each<[string, Record<string, unknown>]>([
    ['学府路 74 号', { road: '学府路', door: '74' }],
    ['望湖花园 6 栋', { estate: '望湖花园', building: '6' }],
    ['望湖花园6栋2单元301室', { estate: '望湖花园', building: '6', unit: '2', floor: 3, room: '301' }],
    ['望湖花园６号楼２单元３０１', { estate: '望湖花园', building: '6', unit: '2', floor: 3, room: '301' }],
    ['望湖花园6-2-301', { estate: '望湖花园', building: '6', unit: '2', floor: 3, room: '301' }],
    ['望湖花园6幢2-301', { estate: '望湖花园', building: '6', unit: '2', floor: 3, room: '301' }],
    ['望湖花园6#301', { estate: '望湖花园', building: '6', floor: 3, room: '301' }],
    ['望湖花园六栋二单元三〇一室', { estate: '望湖花园', building: '6', unit: '2', floor: 3, room: '301' }],
    [
      '望湖花园二期12栋1单元1202',
      { estate: '望湖花园2期', building: '12', unit: '1', floor: 12, room: '1202' },
    ],
    ['阳光城A区3栋502室', { estate: '阳光城A区', building: '3', floor: 5, room: '502' }],
    ['金色家园A座1503', { estate: '金色家园', building: 'A', floor: 15, room: '1503' }],
    ['云溪街道桂园社区学府路74号', { street: '云溪街道', community: '桂园社区', road: '学府路', door: '74' }],
    [
      '湖南省岳阳市岳阳楼区五里牌街道花板桥社区建设路12号望岳小区3栋1单元402室',
      {
        region: '湖南省岳阳市岳阳楼区',
        street: '五里牌街道',
        community: '花板桥社区',
        road: '建设路',
        door: '12',
        estate: '望岳小区',
        building: '3',
        unit: '1',
        floor: 4,
        room: '402',
      },
    ],
    ['建设路12巷8号', { road: '建设路12巷', door: '8' }],
    ['建设路12号附3号', { road: '建设路', door: '12附3' }],
    ['解放路88号院5号楼', { road: '解放路', door: '88', building: '5' }],
    ['人民大道东段15-2号', { road: '人民大道东段', door: '15-2' }],
    ['滨河路9号3层', { road: '滨河路', door: '9', floor: 3 }],
    ['滨河路9号负1层B12室', { road: '滨河路', door: '9', floor: -1, room: 'B12' }],
    ['学府路74号401', { road: '学府路', door: '74', floor: 4, room: '401' }],
    [
      '市一中家属院3栋2单元5楼501',
      { estate: '市一中家属院', building: '3', unit: '2', floor: 5, room: '501' },
    ],
    ['幸福新村8栋101', { estate: '幸福新村', building: '8', floor: 1, room: '101' }],
    ['康王乡石桥村3组12号', { street: '康王乡', community: '石桥村', hamlet: '3组', door: '12' }],
    ['石桥村李家湾7号', { community: '石桥村', hamlet: '李家湾', door: '7' }],
    ['西塘镇镇江路5号', { street: '西塘镇', road: '镇江路', door: '5' }],
    ['仁和里5号', { road: '仁和里', door: '5' }],
    ['望湖花园12号', { estate: '望湖花园', building: '12' }],
    [
      '学府路74号望湖花园6栋甲单元东户',
      { road: '学府路', door: '74', estate: '望湖花园', building: '6', unit: '甲', room: '东' },
    ],
    ['翠园小区03幢02单元0301室', { estate: '翠园小区', building: '3', unit: '2', floor: 3, room: '301' }],
    ['学府路', { road: '学府路' }],
    ['', {}],
    ['门口有大树那家', { estate: '门口有大树那家' }],
  ])('%s', (text, parts) => expect(only(text)).toEqual(parts))

  it('keeps whatever it cannot place, and never throws', () => {
    for (const text of [
      '学府路74号301室后门',
      '😀😀',
      '<b>6栋</b>',
      '99999999999',
      '，，、',
      'A'.repeat(5000),
    ])
      expect(typeof printAddress(readAddress(text))).toBe('string')
    expect(readAddress('学府路74号301室后门').rest).toContain('后门')
  })

  it('reads back what it prints of any chain, and masks it to the building', () => {
    const one = (text: string) => fc.constantFrom(...text.split(' '))
    const chain = fc.tuple(
      one('湖南省岳阳市 岳阳市 _'),
      one('云溪街道 西塘镇 _'),
      one('桂园社区 _'),
      one('学府路12号 建设路12巷8号 解放路88号附3号 人民大道东段15-2号 _'),
      one('望湖花园 翠园小区 幸福新村 市一中家属院 阳光城A区 望湖花园二期'),
      one('6栋 12号楼 3# A座 ６幢 第5幢'),
      one('2单元 甲单元 3门 _'),
      one('3层 5楼 负1层 _'),
      one('301室 1202 ３０１ 东户 B12室 _'),
    )
    fc.assert(
      fc.property(chain, (parts) => {
        const text = parts.filter((part) => part !== '_').join('')
        const read = readAddress(text)
        expect(read.rest).toBeNull()
        expect(read.building).not.toBeNull()
        expect(readAddress(printAddress(read))).toEqual(read)
        expect(maskAddress(text)).not.toMatch(/单元|室|层|户/)
      }),
      { numRuns: 400 },
    )
  })

  it('prints what it reads again as the same', () => {
    for (const text of [
      '云溪街道桂园社区学府路74号望湖花园6栋2单元301',
      '建设路12号附3号',
      '石桥村3组12号',
      '滨河路9号负1层B12室',
    ]) {
      const read = readAddress(text)
      expect(readAddress(printAddress(read))).toEqual(read)
    }
    expect(printAddress(readAddress('学府路74号望湖花园6#2-301'))).toBe('学府路74号望湖花园6幢2单元301室')
  })
})

describe('meeting', () => {
  it.each<[string, string, boolean]>([
    ['望湖花园6栋2单元301', '学府路74号望湖花园6号楼2单元301室', true],
    ['望湖花园6-2-301', '云溪街道桂园社区望湖花园６幢２单元３０１', true],
    ['望湖花园12号', '望湖花园12号楼', true],
    ['学府路74号401', '学府路74号4楼401室', true],
    ['望湖花园6栋2单元301', '望湖花园6栋2单元302', false],
    ['望湖花园6栋', '望湖花园6栋301', false],
    ['学府路74号', '学府路47号', false],
    ['学府路', '学府路', false],
    ['石桥村3组12号', '康王乡石桥村3组12号', true],
    ['石桥村3组12号', '石桥村4组12号', false],
  ])('%s and %s: %s', (a, b, meets) => {
    expect(sameAddress(readAddress(a), readAddress(b))).toBe(meets)
    expect(meetingKeys(readAddress(a)).every((key) => key.length > 2)).toBe(true)
  })
})

describe('masking an address', () => {
  it.each([
    ['望湖花园6栋2单元301室', '望湖花园6幢'],
    ['云溪街道桂园社区学府路74号401', '云溪街道桂园社区学府路74号'],
    ['石桥村3组12号', '石桥村3组12号'],
    ['望湖花园6-2-301', '望湖花园6幢'],
    ['', ''],
  ])('%s → %s', (text, masked) => expect(maskAddress(text)).toBe(masked))
})
