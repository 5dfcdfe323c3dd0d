import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { say } from './lang.ts'
import { loadPhrases } from './phrases.ts'

const phrases = {
  hello: '你好，{name}',
  state: '现在是“{status|office.status}”',
  'office.status.open': '办理中',
  'office.status.shut': '已办结',
  many: '还有{units}没有完成',
}

describe('say', () => {
  it('fills a value, a word for a value, and a list of either', () => {
    expect(say(phrases, 'hello', { name: '王秀英' })).toBe('你好，王秀英')
    expect(say(phrases, 'state', { status: 'open' })).toBe('现在是“办理中”')
    expect(say(phrases, 'state', { status: ['open', 'shut'] })).toBe('现在是“办理中、已办结”')
    expect(say(phrases, 'many', { units: ['环卫所', '园林所'] })).toBe('还有环卫所、园林所没有完成')
  })
  it('shows what is missing: the key of a phrase, the bare word of a value; a missing value leaves nothing', () => {
    expect(say(phrases, 'nowhere')).toBe('nowhere')
    expect(say(phrases, 'state', { status: 'lost' })).toBe('现在是“lost”')
    expect(say(phrases, 'hello', {})).toBe('你好，')
    expect(say(phrases, 'hello', { name: null })).toBe('你好，')
  })
  it('never fills what a value carries', () => {
    expect(say(phrases, 'hello', { name: '{name} $& $1' })).toBe('你好，{name} $& $1')
  })
})

describe('the phrases', () => {
  const zh = loadPhrases('zh-CN')
  const en = loadPhrases('en')
  /** With the word list a placeholder is said by: `{status|incidents.status}`. */
  const places = (text: string): string[] =>
    [...text.matchAll(/\{(\w+(?:\|[\w.-]+)?)\}/g)].map((m) => m[1] ?? '').toSorted()

  it('are the same in both languages, placeholder by placeholder', () => {
    expect(Object.keys(en).toSorted()).toEqual(Object.keys(zh).toSorted())
    for (const [key, text] of Object.entries(zh))
      expect([key, places(en[key] ?? '')]).toEqual([key, places(text)])
  })
  it('name word lists that exist', () => {
    for (const [key, text] of Object.entries(zh))
      for (const place of places(text)) {
        const list = place.split('|')[1]
        if (list === undefined) continue
        const found = Object.keys(zh).some((k) => k.startsWith(`${list}.`))
        expect(found, `${key} uses ${list}`).toBe(true)
      }
  })
  it('stand each in the file of its domain, English without Chinese signs', () => {
    const folder = new URL('../lang/', import.meta.url)
    for (const locale of ['zh-CN', 'en'])
      for (const name of readdirSync(new URL(`${locale}/`, folder))) {
        const file = JSON.parse(readFileSync(new URL(`${locale}/${name}`, folder), 'utf8')) as Record<
          string,
          string
        >
        for (const key of Object.keys(file)) expect(`${key.split('.')[0]}.json`).toBe(name)
      }
    for (const [key, text] of Object.entries(en))
      expect([key, /[，。；：（）]/.test(text)]).toEqual([key, false])
  })
})
