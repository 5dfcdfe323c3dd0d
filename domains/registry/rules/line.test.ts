import { describe, expect, it } from 'vitest'
import { buildingLine, homeLine } from './line.ts'

describe('the line of a building', () => {
  it.each<[string, string, string, string, string]>([
    ['学府路', '', '74', '', '学府路74号'],
    ['学府路', '望湖花园', '74', '6', '学府路74号望湖花园6幢'],
    ['', '望湖花园', '', '6', '望湖花园6幢'],
    ['', '罗家湾', '13', '', '罗家湾13号'],
    ['古井巷', '', '12附3', '', '古井巷12号附3号'],
    ['', '望湖花园', '', '6号楼', '望湖花园6号楼'],
    ['', '', '', '', ''],
  ])('%s %s %s %s is %s', (road, estate, door, block, line) => {
    expect(buildingLine({ road, estate, door, block })).toBe(line)
  })
  it.each<[string, string, string]>([
    ['2', '301', '学府路74号2单元301室'],
    ['', '301', '学府路74号301室'],
    ['东单元', '阁楼', '学府路74号东单元阁楼'],
  ])('a home %s %s is %s', (entrance, room, line) => {
    expect(homeLine('学府路74号', entrance, room)).toBe(line)
  })
})
