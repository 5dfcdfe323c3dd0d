/** Which class a report may belong to, guessed from its words alone: a suggestion that says it is one, never a decision. */
import type { ClassKey } from '../schema/words.ts'

export interface Suggestible {
  readonly key: ClassKey
  readonly name: string
  /** First words of its filing conditions: how the class shows itself. */
  readonly signs: string
}

/** What people say for what lists name; each word stands for the ones behind it. */
const SAID: readonly (readonly [said: RegExp, named: string])[] = [
  [/垃圾|脏|臭|异味/u, '垃圾'],
  [/路灯|灯不亮|没有灯|灯坏|黑灯/u, '路灯 照明'],
  [/井盖|窨井|下水道盖/u, '井盖'],
  [/坑|路面|塌|开裂|不平/u, '路面 道路 破损 塌陷'],
  [/树|枝|绿化|草坪/u, '树 绿'],
  [/占道|摆摊|小摊|出店/u, '占道 经营 出店'],
  [/乱停|停车|挡路|堵车/u, '停 车'],
  [/广告|牛皮癣|小广告|招牌/u, '广告 招牌'],
  [/漏水|积水|水管|污水|冒水/u, '水 积水 污水 管'],
  [/噪音|噪声|太吵|施工/u, '噪声 施工 噪音'],
  [/电线|电缆|线缆|电瓶|充电|飞线/u, '线 缆 充电 电动'],
  [/消防|火|烟|灭火器/u, '消防 火'],
  [/狗|犬/u, '犬 狗'],
  [/护栏|栏杆|标志|红绿灯/u, '护栏 标志 信号'],
]

const pairs = (text: string): Set<string> => {
  const letters = [...text.replaceAll(/[^\p{Script=Han}\p{L}\p{N}]/gu, '')]
  return new Set(letters.slice(0, -1).map((c, i) => c + (letters[i + 1] ?? '')))
}

/**
 * Up to `most` classes, the likeliest first; none when the words say nothing. A class counts by pairs of characters it
 * shares with the words: of its name in full, of its signs for a third.
 */
export function suggestClasses<S extends Suggestible>(words: string, classes: readonly S[], most = 3): S[] {
  const said = pairs(words)
  for (const [pattern, named] of SAID)
    if (pattern.test(words)) for (const one of named.split(' ')) said.add(one)
  if (said.size === 0) return []
  const share = (text: string): number => {
    let hits = 0
    for (const p of pairs(text)) if (said.has(p)) hits++
    // Single characters come only from the table above.
    for (const one of said) if ([...one].length !== 2 && text.includes(one)) hits += 0.5
    return hits
  }
  return classes
    .map((c) => ({ c, score: share(c.name) + share(c.signs) / 3 }))
    .filter(({ score }) => score >= 1)
    .toSorted(
      (a, b) => b.score - a.score || a.c.name.length - b.c.name.length || (a.c.name < b.c.name ? -1 : 1),
    )
    .slice(0, most)
    .map(({ c }) => c)
}
