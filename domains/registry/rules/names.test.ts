import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { forNotice, maskIdNumber, maskName, maskPhone } from './mask.ts'
import {
  bigramsOf,
  initialsOfName,
  initialsOfPlace,
  pinyinOfName,
  pinyinOfPlace,
  sameName,
  soundKeys,
} from './names.ts'

const SAMPLES = process.env['LIFANG_DATA_SAMPLES'] ?? 'no-samples'

describe('pinyin', () => {
  it.each([
    ['张伟', 'zhang wei', ['zw']],
    ['单小华', 'shan xiao hua', ['sxh', 'dxh']],
    ['尉迟恭', 'yu chi gong', ['ycg', 'wcg']],
    ['吕布', 'lv bu', ['lb']],
    ['欧阳明月', 'ou yang ming yue', ['oymy']],
    ['万俟雅', 'mo qi ya', ['mqy']],
    ['令狐冲', 'ling hu chong', ['lhc']],
  ])('%s is %s', (name, full, initials) => {
    expect(pinyinOfName(name)).toBe(full)
    expect(initialsOfName(name)).toEqual(expect.arrayContaining(initials))
    expect(initialsOfName(name)[0]).toBe(initials[0])
  })
  it('has both initials where a given name has two readings, and never many', () => {
    expect(initialsOfName('张乐')).toEqual(expect.arrayContaining(['zl', 'zy']))
    expect(initialsOfName('阿依古丽·买买提江')[0]).toBe('ayglmmtj')
    expect(initialsOfName('乐行长参朝重单')).toHaveLength(8)
    expect(initialsOfName('')).toEqual([])
    expect(initialsOfName('😀')).toEqual([])
    expect(initialsOfName('John')).toEqual(['john'])
  })
  it.each([
    ['学府路74号', 'xue fu lu 74 hao', 'xfl74h'],
    ['单县', 'shan xian', 'sx'],
    ['浒墅关镇', 'xu shu guan zhen', 'xsgz'],
    ['曾都区', 'zeng du qu', 'zdq'],
    ['望湖花园A座', 'wang hu hua yuan a zuo', 'whhyaz'],
  ])('place %s', (text, full, initials) => {
    expect(pinyinOfPlace(text)).toBe(full)
    expect(initialsOfPlace(text)).toBe(initials)
  })
  if (existsSync(SAMPLES))
    it('agrees with every hand-checked reading', () => {
      const rows = readFileSync(`${SAMPLES}/vectors/pinyin_heteronyms_handchecked.csv`, 'utf8')
        .replaceAll('\r', '')
        .trim()
        .split('\n')
        .slice(1)
      expect(rows).toHaveLength(48)
      for (const row of rows) {
        const [kind, text = '', pinyin] = row.split(',')
        expect([text, kind === 'surname' ? pinyinOfName(text) : pinyinOfPlace(text)]).toEqual([text, pinyin])
      }
    })
})

describe('fragments', () => {
  it.each([
    ['张伟', ['张伟']],
    ['张三丰', ['张三', '三丰']],
    ['张', ['张']],
    ['', []],
    ['学府路 74 号', ['学府', '府路', '路7', '74', '4号']],
    ['ＡＢ', ['ab']],
    ['哈哈哈', ['哈哈']],
    ['𠮷野家', ['𠮷野', '野家']],
  ])('%s', (text, pairs) => expect(bigramsOf(text)).toEqual(pairs))
})

describe('one name or two', () => {
  it.each<[string, string, ReturnType<typeof sameName>]>([
    ['张伟', '张伟', 'equal'],
    ['张 伟', '张伟', 'equal'],
    ['张伟', '王伟', null],
    ['张伟', '张强', null],
    ['张伟', '张玮', 'homophone'],
    ['张伟', '章伟', 'homophone'],
    ['张静', '张晶晶', null],
    ['李建国', '李健国', 'homophone'],
    ['肖芳', '萧芳', 'variant'],
    ['付强', '傅强', 'variant'],
    ['李未', '李末', 'near-shape'],
    ['王廷', '王延', 'near-shape'],
    ['刘凤', '刘风', 'homophone'],
    ['己未', '已末', null],
    ['李娜', '李丽', null],
    ['单芳', '山芳', 'homophone'],
    ['', '', null],
    ['阿依古丽·买买提', '阿依古丽买买提', 'equal'],
  ])('%s %s: %s', (a, b, likeness) => {
    expect(sameName(a, b)).toBe(likeness)
    expect(sameName(b, a)).toBe(likeness)
    if (likeness === 'homophone' || likeness === 'equal')
      expect(soundKeys(a).some((key) => soundKeys(b).includes(key))).toBe(true)
  })
})

describe('masks', () => {
  it.each([
    ['张三', '张*'],
    ['张三丰', '张**'],
    ['欧阳锋', '欧阳*'],
    ['欧阳明月', '欧阳**'],
    ['阿依古丽·买买提', '阿**'],
    ['John Smith', 'J**'],
    ['张', '张*'],
    ['', ''],
    ['𠮷野', '𠮷*'],
  ])('name %s → %s', (name, masked) => expect(maskName(name)).toBe(masked))
  it.each([
    ['11010519491231002X', '110***********002X'],
    ['640202070209991', '640********9991'],
    ['12345', '*****'],
    ['', ''],
  ])('number %s → %s', (number, masked) => expect(maskIdNumber(number)).toBe(masked))
  it.each([
    ['13812341234', '138****1234'],
    ['0730-8612345', '0730-*****45'],
    ['010-62345678', '010-*****78'],
    ['110', '****'],
    ['', ''],
  ])('phone %s → %s', (phone, masked) => expect(maskPhone(phone)).toBe(masked))
  it('shows less in a notice the more the notice tells', () => {
    const person = { name: '张三丰', address: '望湖花园6栋2单元301' }
    expect(forNotice('roster', person)).toEqual({ name: '张三丰', address: null })
    expect(forNotice('benefit', person)).toEqual({ name: '张**', address: '望湖花园6幢' })
    expect(forNotice('benefit', { ...person, address: '石桥村3组12号' }).address).toBe('石桥村3组')
    expect(forNotice('sensitive', { ...person, name: '张三' })).toEqual({ name: '张**', address: null })
  })
})
