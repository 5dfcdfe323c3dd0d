/**
 * Readings that a dictionary of single characters and phrases gets wrong in names: surnames with a reading of their own, and
 * county and place names. Common knowledge, checked by hand; where two readings are alive both stand, the usual one first.
 */

function table(text: string): ReadonlyMap<string, readonly string[]> {
  const rows = text.split(';').map((row) => row.trim().split('='))
  return new Map(rows.map(([word = '', readings = '']) => [word, readings.split('/')]))
}

/** Surname → readings, syllables separated by a blank. */
export const SURNAME_READINGS = table(
  `单=shan/dan; 仇=qiu/chou; 解=xie/jie; 查=zha/cha; 尉迟=yu chi/wei chi; 朴=piao/pu; 华=hua; 翟=zhai/di; 黑=he/hei; 葛=ge; 燕=yan;
  洗=xian/xi; 冼=xian; 员=yun/yuan; 种=chong/zhong; 秘=bi/mi; 令狐=ling hu; 鲜于=xian yu; 曾=zeng/ceng; 任=ren; 区=ou/qu; 盖=gai/ge;
  乐=yue/le; 缪=miao/mou; 宓=mi/fu; 折=she/zhe; 万俟=mo qi/wan si; 召=shao/zhao; 覃=qin/tan; 纪=ji; 应=ying; 宁=ning; 逄=pang; 那=na;
  牟=mu/mou; 长孙=zhang sun/chang sun; 澹台=tan tai/dan tai; 皇甫=huang fu; 繁=po/fan; 郇=xun/huan; 阙=que; 沈=shen/chen; 车=che; 薄=bo;
  谌=chen/shen; 隗=wei/kui; 费=fei/bi; 尉=wei/yu; 能=nai/neng; 晏=yan; 幸=xing; 么=yao/me; 祭=zhai/ji; 撒=sa; 佴=nai/er; 盛=sheng/cheng;
  强=qiang/jiang; 相=xiang; 藏=zang/cang; 贲=ben; 柏=bai/bo; 行=xing/hang; 冯=feng; 重=chong/zhong; 褚=chu/zhu; 祝=zhu; 角=jue/jiao;
  句=gou/ju; 过=guo; 洪=hong; 石=shi; 大=da; 卜=bu; 叶=ye; 贾=jia/gu; 粘=nian/zhan; 石抹=shi mo; 呼延=hu yan; 万=wan; 朝=chao/zhao;
  曲=qu; 哈=ha; 莘=shen/xin; 郗=xi/chi; 夏侯=xia hou; 宿=su; 俞=yu; 钭=tou; 逯=lu; 郝=hao; 亓=qi; 亓官=qi guan; 訾=zi; 昝=zan; 臧=zang;
  瞿=qu; 谷=gu; 藉=ji; 适=kuo/shi; 弗=fu; 盘=pan; 干=gan; 都=du/dou; 降=jiang; 占=zhan; 参=shen/can; 调=diao; 属=zhu; 说=yue/shuo`,
)

/** Places whose characters are read otherwise elsewhere. Matched anywhere in an address. */
export const PLACE_READINGS = table(
  `单县=shan xian; 单家=shan jia; 郫都=pi du; 尉犁=yu li; 乐亭=lao ting; 歙县=she xian; 莘庄=xin zhuang; 洪洞=hong tong; 浚县=xun xian;
  泌阳=bi yang; 解州=hai zhou; 曾都=zeng du; 浒墅关=xu shu guan; 浒关=xu guan; 荥经=ying jing; 荥阳=xing yang; 铅山=yan shan; 枞阳=zong yang;
  繁峙=fan shi; 蔚县=yu xian; 井陉=jing xing; 大城=dai cheng; 东阿=dong e; 莘县=shen xian; 牟定=mou ding; 筠连=jun lian; 犍为=qian wei;
  番禺=pan yu; 六合=lu he; 六安=lu an; 厦门=xia men; 百色=bai se; 涡阳=guo yang; 黄陂=huang pi; 监利=jian li; 长子=zhang zi; 天台=tian tai`,
)

/** Variants of one surname, written either way on the papers of one person. */
export const SURNAME_VARIANTS: readonly string[] = [
  '肖萧',
  '付傅',
  '闫阎',
  '戴代',
  '邱丘',
  '于於',
  '范範',
  '叶葉',
  '余佘',
  '钟鍾锺',
  '兰蓝',
  '晁巢',
  '党黨',
  '游遊',
  '岳嶽',
  '谷穀',
  '冼洗',
  '郝赫',
  '邸底',
  '亓齐',
]

/** Characters that hands and eyes take for each other: one text a group. */
export const NEAR_SHAPES: readonly string[] = (
  '未末朱 己已巳 土士 日曰 王玉壬 干千于 天夫夭 人入八 田由甲申电 候侯 晴睛清 洋样祥详 妍研 芬芳 戌戍戊戎成 竞竟 卿乡 钧钓钩 宜宣宵 宇字 ' +
  '廷延 冶治 凤风 秀季委 辛幸 炎灸 淑椒 茜西 雷雪 霄宵 杰木 明朋 亮亭 享亨 媛援 婷停 佳住 任仕仁 钰珏 珍珎 瑞端 瑛英 萍苹 馨声 折拆析 拔拨 ' +
  '汨汩 洗冼 沈沉 禄绿 苑范 尚肖 崔催 邹邵 陕陝 余佘 毋母 卞卡下 毛手 石右 自白 古吉 史吏 仓仑 令今 贝见 采釆 东车 升开井 元无 云去 友发 大太犬 ' +
  '晟盛 昊旲昱 旭旮 铭名 娜那 丽俪 玲铃 恒桓 恺凯 惟唯 梅海 莉利 祖租 科料 彬杉 郎朗 琅郎 垣恒 涵函 薇微 徽微 璇旋 崇祟 荣荥 莹荧萤 羽习 ' +
  '彦产 卫卩 姜美 兴光 帅师 刚钢岗 冈网 欣欧 昌晶 呈程 景影 悦说 泽择 绎译 芊芋 苗笛 荷苛 菁青 靖静 倩情 卓桌 博搏 傅博 宗崇 孟盂 栾峦 柏伯'
).split(' ')
