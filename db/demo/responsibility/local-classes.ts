import type { Domain, EvidenceKind } from './entry.ts'

/** What a grid meets outside urban management, major by major. Limits are invented unless `published` names a class. */

type Condition = [text: string, limit: string, closing: string, evidence?: EvidenceKind[]]
export interface Row {
  name: string
  unit: string
  basis: string
  /** 's' self-handling, 'c' confidential, 'i' important, 'u' urgent, 'p' a photo of the place is required. */
  flags?: string
  conditions: Condition[]
  /** Class of the legacy catalogue whose published limits apply. */
  published?: string
}
interface Major {
  code: string
  name: string
  domain: Domain
  rows: Row[]
}

const row = (name: string, unit: string, basis: string, flags: string, ...conditions: Condition[]): Row => ({
  name,
  unit,
  basis,
  flags,
  conditions,
})

const 调解 = '《人民调解法》'
const 消防 = '《消防法》'
const 治安 = '《治安管理处罚法》'
const 物业 = '《物业管理条例》'
const 救助 = '《社会救助暂行办法》'
const 未保 = '《未成年人保护法》'
const 传染 = '《传染病防治法》'
const 信访 = '《信访工作条例》'
const mediated: EvidenceKind[] = ['document']

export const majors: readonly Major[] = [
  {
    code: 'L01',
    name: '矛盾纠纷',
    domain: 'dispute',
    rows: [
      row('邻里纠纷', 'justice', 调解, 's', ['双方愿意调解', '7d', '达成协议或告知其他途径', mediated]),
      row('婚姻家庭纠纷', 'justice', 调解, 'c', ['一方提出', '7d', '达成协议或告知其他途径', mediated]),
      row('物业服务纠纷', 'housing', 物业, '', ['业主与物业有争议', '10d', '达成一致或转业主大会', mediated]),
      row('劳动报酬纠纷', 'social-affairs', '《劳动争议调解仲裁法》', 'i', [
        '拖欠工资',
        '10d',
        '支付或移送仲裁',
        mediated,
      ]),
      row('消费纠纷', 'market-supervision', '《消费者权益保护法》', '', [
        '消费者投诉',
        '10d',
        '调解完毕并答复',
        mediated,
      ]),
      row('征地拆迁补偿纠纷', 'public-order', '《土地管理法》', 'i', [
        '对补偿有异议',
        '15d',
        '书面答复',
        mediated,
      ]),
    ],
  },
  {
    code: 'L02',
    name: '安全隐患',
    domain: 'hazard',
    rows: [
      row('电动自行车违规充电停放', 'fire-rescue', 消防, 'spi', ['楼道内停放或飞线充电', '4h', '移出、断电']),
      row('楼道堆物', 'housing', 物业, 'sp', ['堵塞疏散通道', '1d', '清空']),
      row(
        '九小场所消防隐患',
        'safety-office',
        消防,
        'pi',
        ['出口锁闭、电线私拉', '3d', '整改'],
        ['住人', '1d', '清退'],
      ),
      row('燃气使用隐患', 'gas', '《城镇燃气管理条例》', 'u', ['有异味或泄漏', '1u', '关阀、检修', mediated]),
      row('危险房屋', 'housing', '《城市危险房屋管理规定》', 'pi', [
        '墙体开裂、倾斜',
        '3d',
        '鉴定、警示',
        mediated,
      ]),
      row('群租房、出租房隐患', 'police', '《租赁房屋治安管理规定》', 'c', [
        '隔断出租、人数超限',
        '7d',
        '整改',
      ]),
      row(
        '高空抛物、外墙脱落',
        'housing',
        物业,
        'u',
        ['正在脱落', '2u', '围护'],
        ['曾经发生', '5d', '消除隐患'],
      ),
      row(
        '电梯故障',
        'market-supervision',
        '《特种设备安全法》',
        'u',
        ['困人', '1u', '救出'],
        ['停用', '3d', '恢复运行'],
      ),
    ],
  },
  {
    code: 'L03',
    name: '治安线索',
    domain: 'public-security',
    rows: [
      row('可疑人员、可疑活动', 'police', 治安, 'c', ['线索具体', '4u', '到场核查并反馈', mediated]),
      row('涉嫌赌博', 'police', 治安, 'c', ['线索具体', '1d', '核查并反馈', mediated]),
      row('涉嫌毒品', 'police', '《禁毒法》', 'cu', ['线索具体', '2u', '核查并反馈', mediated]),
      row('涉嫌电信网络诈骗', 'police', '《反电信网络诈骗法》', 'cu', [
        '正在受骗',
        '1u',
        '劝阻、止付',
        mediated,
      ]),
      row('流动人口未登记', 'police', '《居住证暂行条例》', 's', ['居住未登记', '5d', '登记', mediated]),
    ],
  },
  {
    code: 'L04',
    name: '民生诉求',
    domain: 'livelihood',
    rows: [
      row('最低生活保障咨询与申请', 'social-affairs', 救助, 's', [
        '本人提出',
        '3d',
        '一次告知并协助申请',
        mediated,
      ]),
      row('临时救助', 'social-affairs', 救助, 'i', ['生活突发困难', '1d', '审核并答复', mediated]),
      row('就业帮扶', 'civil-service-centre', '《就业促进法》', 's', [
        '失业登记人员',
        '10d',
        '推荐岗位不少于一次',
        mediated,
      ]),
      row('社保医保咨询', 'civil-service-centre', '《社会保险法》', 's', [
        '本人提出',
        '2d',
        '答复',
        mediated,
      ]),
      row('居家养老服务需求', 'social-affairs', '《老年人权益保障法》', 's', [
        '本人或家属提出',
        '7d',
        '评估、安排服务',
        mediated,
      ]),
      row('停水停电停气', 'power', '《电力供应与使用条例》', 's', ['非计划停供', '8u', '恢复或公告时间']),
      row('物业服务质量', 'housing', 物业, '', ['业主反映', '7d', '整改并答复']),
    ],
  },
  {
    code: 'L05',
    name: '特殊人群服务',
    domain: 'special-care',
    rows: [
      row('独居老人异常', 'social-affairs', '《老年人权益保障法》', 'u', [
        '联系不上、敲门未应',
        '2u',
        '见到本人',
        mediated,
      ]),
      row('残疾人服务需求', 'social-affairs', '《残疾人保障法》', 's', [
        '本人或家属提出',
        '7d',
        '安排服务',
        mediated,
      ]),
      row('刑满释放人员帮扶', 'justice', '《监狱法》', 'c', ['需要安置', '10d', '落实帮扶', mediated]),
      row('严重精神障碍患者求助', 'health-centre', '《精神卫生法》', 'cu', [
        '有伤人或自伤危险',
        '1u',
        '到场、送医',
        mediated,
      ]),
      row('家庭暴力求助', 'police', '《反家庭暴力法》', 'cu', [
        '正在发生',
        '1u',
        '制止、告诫或庇护',
        mediated,
      ]),
    ],
  },
  {
    code: 'L06',
    name: '未成年人',
    domain: 'minors',
    rows: [
      row('疑似监护缺失', 'social-affairs', 未保, 'ci', ['无人照料', '4u', '见到儿童并落实照料', mediated]),
      row('疑似侵害', 'police', 未保, 'cu', ['强制报告线索', '1u', '到场处置', mediated]),
      row('失学辍学', 'social-affairs', '《义务教育法》', 'c', [
        '应入学未入学',
        '10d',
        '劝返或说明情况',
        mediated,
      ]),
      row('野外涉水', 'safety-office', 未保, 'sup', ['未成年人在水边', '1u', '劝离']),
    ],
  },
  {
    code: 'L07',
    name: '公共卫生',
    domain: 'public-health',
    rows: [
      row('聚集性发热、腹泻', 'health-centre', 传染, 'cu', [
        '同一场所三人以上',
        '2u',
        '流调、处置',
        mediated,
      ]),
      row('病媒生物孳生', 'sanitation', 传染, 'sp', ['积水、鼠洞、蟑螂', '3d', '消杀']),
      row(
        '犬只伤人、流浪犬',
        'police',
        '《动物防疫法》',
        'p',
        ['有伤人危险', '4u', '控制'],
        ['一般扰民', '3d', '劝导、处置'],
      ),
      row('食品卫生举报', 'market-supervision', '《食品安全法》', 'c', [
        '线索具体',
        '5d',
        '核查并反馈',
        mediated,
      ]),
    ],
  },
  {
    code: 'L08',
    name: '生态环境',
    domain: 'ecology',
    rows: [
      row('偷排废水废气', 'ecology', '《环境保护法》', 'ci', ['正在排放', '4u', '制止、取样', mediated]),
      row('黑臭水体', 'ecology', '《水污染防治法》', 'p', ['水色发黑、有异味', '15d', '治理']),
      row('广场舞、商铺音响噪声', 'ecology', '《噪声污染防治法》', 's', ['正在发生', '2h', '劝导降低音量']),
    ],
  },
  {
    code: 'L09',
    name: '农村事项',
    domain: 'rural',
    rows: [
      row('秸秆露天焚烧', 'rural-office', '《大气污染防治法》', 'spu', ['正在焚烧', '1u', '熄灭']),
      row('河塘沟渠脏乱', 'rural-office', '《河道管理条例》', 'sp', ['漂浮物、堵塞', '5d', '清理']),
      row('农房安全隐患', 'housing', '《村庄和集镇规划建设管理条例》', 'pi', [
        '墙体开裂、屋面下沉',
        '3d',
        '撤人、鉴定',
        mediated,
      ]),
      row('防汛险情', 'safety-office', '《防洪法》', 'up', ['渗漏、管涌、超警', '1u', '上报、处置']),
      row('耕地撂荒、非农占用', 'rural-office', '《土地管理法》', 'p', [
        '发现占用',
        '10d',
        '制止、移送',
        mediated,
      ]),
    ],
  },
  {
    code: 'L10',
    name: '政策宣传',
    domain: 'publicity',
    rows: [
      row('政策入户宣传', 'social-affairs', '《城市居民委员会组织法》', 's', [
        '居民需要讲解',
        '5d',
        '讲解完毕',
        mediated,
      ]),
      row('反诈、禁毒宣传需求', 'police', '《反电信网络诈骗法》', 's', [
        '单位或楼栋提出',
        '10d',
        '开展宣传',
        mediated,
      ]),
    ],
  },
  {
    code: 'L11',
    name: '证照代办',
    domain: 'agency',
    rows: [
      row('行动不便人员上门代办', 'civil-service-centre', '《优化营商环境条例》', 's', [
        '本人委托',
        '5d',
        '办结送达',
        mediated,
      ]),
      row('居住证代办', 'police', '《居住证暂行条例》', '', ['本人委托', '15d', '领证送达', mediated]),
      row('老年优待证代办', 'civil-service-centre', '《老年人权益保障法》', 's', [
        '本人委托',
        '5d',
        '办结送达',
        mediated,
      ]),
    ],
  },
  {
    code: 'L12',
    name: '信访',
    domain: 'petition',
    rows: [
      row('初次信访', 'public-order', 信访, 'c', ['首次提出', '60c', '书面答复', mediated]),
      row('重复信访', 'public-order', 信访, 'ci', ['已答复又提出', '30c', '书面告知', mediated]),
      row('集体诉求', 'public-order', 信访, 'cu', ['五人以上', '2u', '到场接待、登记', mediated]),
    ],
  },
  {
    code: 'L13',
    name: '市政抢修',
    domain: 'utility-emergency',
    rows: [
      { ...row('供水管道破裂', 'water-supply', '《城市供水条例》', 'pu'), published: '0402' },
      { ...row('燃气管道破裂', 'gas', '《城镇燃气管理条例》', 'pu'), published: '0403' },
      { ...row('路面积水', 'public-works', '《城镇排水与污水处理条例》', 'pi'), published: '0406' },
      row(
        '路面塌陷',
        'public-works',
        '《城市道路管理条例》',
        'pu',
        ['未围护', '1u', '围护'],
        ['已围护', '5d', '修复'],
      ),
    ],
  },
]
