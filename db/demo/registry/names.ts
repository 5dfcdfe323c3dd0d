import type { Dice } from '../random.ts'
import { SURNAME_WEIGHTS } from './surnames.ts'

/** Draws by weight from a list that is asked hundreds of thousands of times: sums once, then a search by halves. */
export function drawer<T>(list: readonly (readonly [T, number])[]): (chance: Dice) => T {
  const values = list.map(([value]) => value)
  let total = 0
  const upTo = list.map(([, weight]) => (total += weight))
  return (chance) => {
    const at = chance.next() * total
    let [low, high] = [0, upTo.length - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((upTo[middle] ?? 0) > at) high = middle
      else low = middle + 1
    }
    const value = values[low]
    if (value === undefined) throw new Error('nothing to draw from')
    return value
  }
}

/** Each letter of a text with the same chance. */
const letters = (text: string) => {
  const list = [...text]
  return (chance: Dice): string => list[Math.floor(chance.next() * list.length)] ?? ''
}

export const drawSurname = drawer(SURNAME_WEIGHTS)

interface Fashion {
  /** First year of birth of the fashion. */
  from: number
  /** Share of given names of one character. */
  single: number
  male: readonly [(chance: Dice) => string, (chance: Dice) => string]
  female: readonly [(chance: Dice) => string, (chance: Dice) => string]
}

/** Given names by the years they were given in: invented mixtures of characters that anybody may have. */
const FASHIONS: readonly Fashion[] = [
  {
    from: 2006,
    single: 0.08,
    male: [
      letters('子梓浩宇俊博皓一泽逸睿嘉天明奕铭承景家文'),
      letters('轩涵宇泽睿辰豪然阳航熙晨霖宸昊杰朗恒安哲'),
    ],
    female: [
      letters('子梓诗雨欣一佳思语若可嘉梦书心怡依沐芷悦'),
      letters('涵萱怡彤琪妍瑶晴琳诺瑾瑜汐菲宁玥珊恬蕊彤'),
    ],
  },
  {
    from: 1986,
    single: 0.25,
    male: [
      letters('志俊文海晓建家永鹏世浩少振子天小明国伟泽'),
      letters('杰伟超鹏飞涛磊斌龙强辉凯浩宇阳波峰勇军亮'),
    ],
    female: [
      letters('晓雪丽小海艳玉婷慧佳春文思美雅静红燕金莉'),
      letters('婷娟丽燕敏静雯芳玲娜倩颖霞慧萍琳莉艳洁蓉'),
    ],
  },
  {
    from: 1966,
    single: 0.3,
    male: [
      letters('建志国文卫永海晓红新春光立俊忠德学少明金'),
      letters('军伟强勇国平华明辉斌林东波峰涛刚杰生兵文'),
    ],
    female: [
      letters('秀玉红丽小春桂艳美海金淑爱翠冬晓凤建素月'),
      letters('英芳丽霞梅红玲华萍艳敏琴珍娟兰燕云香莲平'),
    ],
  },
  {
    from: 1900,
    single: 0.12,
    male: [
      letters('国建德文正明永志光长家振金玉福世庆树春宝'),
      letters('生林祥华民忠平清明才贵福荣成田安义发元山'),
    ],
    female: [
      letters('秀玉桂淑素凤金月翠春美菊兰爱云莲腊冬巧惠'),
      letters('英兰珍芳华梅云香莲珠芝容琴娥玲秀凤清贞枝'),
    ],
  },
]

/** A given name as it was the fashion in the year of birth. */
export function givenName(chance: Dice, sex: 'male' | 'female', year: number): string {
  const fashion = FASHIONS.find((one) => year >= one.from) ?? FASHIONS[0]
  if (!fashion) throw new Error('no fashion')
  const [first, second] = fashion[sex]
  return chance.chance(fashion.single) ? second(chance) : first(chance) + second(chance)
}
