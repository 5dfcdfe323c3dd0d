/** Names that sound like a town on a river. All are put together here; a likeness with a real place is chance. */

/** The eight communities of 云溪街道, north bank then south bank, each from west to east. */
export const TOWN_COMMUNITIES = ['北门', '文昌', '东井', '青石', '桂园', '柳溪', '河滨', '望湖'] as const

export const STREETS = [
  ['云溪', '街道'],
  ['金桥', '街道'],
  ['古塔', '街道'],
  ['东风湖', '街道'],
  ['梅岭', '街道'],
  ['城南', '街道'],
  ['望江', '街道'],
  ['新港', '街道'],
  ['学宫', '街道'],
  ['洞山', '街道'],
  ['枫桥', '街道'],
  ['白沙', '镇'],
  ['龙潭', '镇'],
  ['石桥', '镇'],
  ['茶岭', '乡'],
] as const

/** For communities and roads of a whole district; each is used once per kind. */
export const PLACES = `
春晖 明月 清泉 和平 文庙 书院 状元 棋盘 南湖 北湖 竹林 杏林 枫林 樟树 银杏 荷塘 莲花 芙蓉 海棠 丹桂
玉兰 紫薇 凤凰 白鹤 仙鹤 麒麟 金鸡 黄鹂 红星 光明 胜利 团结 友谊 前进 新华 中兴 太平 永安 长安 福寿
仁和 德胜 崇文 尚德 明德 弘毅 致远 思源 怀远 兴隆 昌盛 富强 复兴 振兴 迎宾 朝阳 向阳 晨光 夕照 云台
翠屏 青山 南山 北岭 东岭 西岭 石矶 石塘 砖桥 木桥 板桥 双桥 三桥 虹桥 渡口 码头 江岸 沙洲 芦苇 渔家
磨坊 染坊 油坊 纸坊 茶亭 凉亭 驿前 城隍 钟楼 鼓楼 西门 南门 小东门 水巷 井头 塘边 坝上 湾里 坡子 岗上
田家 罗家 邓家 苏家 方家 卢家 程家 夏家 陆家 叶家 何家 高家 江家 宋家 马家 唐家 林家 郭家 徐家 孙家
`
  .trim()
  .split(/\s+/)

/** Arterials of 云溪街道 in the order they are laid: two across, three along, then the four around it. */
export const TOWN_ROADS = [
  '云溪大道',
  '建设路',
  '学府路',
  '解放路',
  '望湖路',
  '环城西路',
  '环城东路',
  '环城南路',
  '环城北路',
]

export const COLLECTORS = `
文昌街 东井街 北门街 桂园路 柳溪路 河滨街 青石路 书院街 菜场路 公园路 新村路 工农路 人民街 幸福路 邮电路 体育路
春晖路 明月路 清泉路 和平路 棋盘街 南湖路 竹林路 杏林路 枫林路 荷塘路 莲花路 芙蓉路 海棠路 丹桂路 玉兰路 紫薇路
朝阳路 晨光路 迎宾路 长安街 太平街 永安街 仁和路 崇文街 明德路 思源路 兴隆街 昌盛路 翠屏路 云台路 双桥路 虹桥路
`
  .trim()
  .split(/\s+/)

export const LANES = `
柳溪巷 纸坊巷 油坊巷 染坊巷 磨坊巷 茶亭巷 凉亭巷 驿前巷 钟楼巷 鼓楼巷 水巷 井头巷 塘边巷 状元巷 书院巷 文庙巷
棋盘巷 竹林巷 杏花巷 枣树巷 樟树巷 银杏巷 石榴巷 葡萄巷 槐树巷 青石巷 砖桥巷 木桥巷 板桥巷 渡口巷 码头巷 渔家巷
菜场后巷 学前巷 桥头巷 桥尾巷 上河巷 下河巷 东井巷 西井巷 南园巷 北园巷 小教场 大井头 半边街 羊角巷 金鸡巷 白鹤巷
铁匠巷 篾匠巷 裁缝巷 米市巷 盐仓巷 布市巷 灯笼巷 扇子巷 伞铺巷 豆腐巷 醋坊巷 酱园巷 药王巷 同福巷 仁寿巷 吉祥巷
`
  .trim()
  .split(/\s+/)

export const ESTATE_SUFFIXES = ['花园', '小区', '新村', '家园', '苑', '名邸', '雅居', '公寓'] as const

/** Hands out names once each; when a list is used up, numbers follow (东一巷 …). */
export class NameBook {
  readonly #left: string[]
  readonly #fallback: (n: number) => string
  #extra = 0
  constructor(names: readonly string[], fallback: (n: number) => string) {
    this.#left = [...names]
    this.#fallback = fallback
  }
  take(): string {
    return this.#left.shift() ?? this.#fallback(++this.#extra)
  }
}

const DIGITS = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九']

/** 1 → 一, 12 → 十二, 105 → 一百零五. For lane numbers, up to 999. */
export function chineseNumber(n: number): string {
  const [hundreds, tens, ones] = [Math.floor(n / 100), Math.floor((n % 100) / 10), n % 10]
  const one = ones === 0 ? '' : (DIGITS[ones] ?? '')
  if (hundreds === 0) return (tens === 0 ? '' : tens === 1 ? '十' : `${DIGITS[tens] ?? ''}十`) + one
  const rest = tens === 0 ? (ones === 0 ? '' : `零${one}`) : `${DIGITS[tens] ?? ''}十${one}`
  return `${DIGITS[hundreds] ?? ''}百${rest}`
}
