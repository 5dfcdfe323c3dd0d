import catalogue from '../../reference/catalogues/gbt47678-5-2026.json' with { type: 'json' }
import example from '../../reference/catalogues/example-city-limits.json' with { type: 'json' }
import type { EvidenceKind, FilingCondition, ResponsibilityEntry } from './entry.ts'
import { extensionOf, gradeOf, limitOf } from './entry.ts'

/** Urban management: matters of GB/T 47678.5-2026, with the example city's limits where it has them. */
const STANDARD = 'GB/T 47678.5-2026'

const 市容 = '《城市市容和环境卫生管理条例》'
const 道路 = '《城市道路管理条例》'
const 绿化 = '《城市绿化条例》'
const 规划 = '《城乡规划法》'
const 大气 = '《大气污染防治法》'
const 噪声 = '《噪声污染防治法》'
const 水 = '《水污染防治法》'
const 交通 = '《道路交通安全法》'
const 排水 = '《城镇排水与污水处理条例》'
const 电力 = '《电力设施保护条例》'
const 电信 = '《电信条例》'
const 燃气 = '《城镇燃气管理条例》'
const 消防 = '《消防法》'
const 固废 = '《固体废物污染环境防治法》'

type Condition = [text: string, limit: string, closing: string]
type Row = [
  code: string,
  departmentKey: string,
  legalBasis: string,
  /** 's' self-handling allowed, 'i' important, 'u' urgent. */
  flags: '' | 's' | 'i' | 'u' | 'si',
  ...conditions: Condition[],
]

const cover = (closing = '更换或修复'): Condition[] => [
  ['缺失或破损危及通行，未围护', '2u', '现场围护'],
  ['已围护，未修复', '10h', closing],
]

/** A row without conditions takes them from the example city. */
const rows: readonly Row[] = [
  ['01001', 'water-supply', 道路, 'u', ...cover()],
  ['01002', 'public-works', 排水, 'u', ...cover()],
  ['01003', 'public-works', 排水, 'u', ...cover()],
  ['01004', 'public-works', 排水, 'i', ['破损或堵塞', '2d', '修复、疏通']],
  ['01005', 'power', 电力, 'u', ...cover()],
  ['01007', 'telecom', 电信, 'u', ...cover()],
  ['01011', 'gas', 燃气, 'u', ...cover()],
  ['01013', 'fire-rescue', 消防, 'i', ['缺失或损坏', '3d', '修复']],
  ['01023', 'public-works', 道路, 'u', ...cover('现场围护后更换，权属明确后移交')],
  ['01027', 'telecom', 电信, '', ['破损或门开启', '2d', '修复']],
  ['01031', 'telecom', 电信, 'i', ['倾斜或倒伏', '1d', '扶正或拆除']],
  [
    '01037',
    'public-works',
    道路,
    'i',
    ['连续三盏及以上不亮', '1d', '恢复照明'],
    ['单盏不亮', '3d', '恢复照明'],
  ],
  ['01046', 'public-works', '《全民健身条例》', '', ['破损', '5d', '修复或移除']],
  ['01048', 'power', 电力, 'u', ['门未锁闭或破损', '2u', '锁闭、围护']],
  ['01054', 'public-works', 电力, '', ['损坏', '5d', '修复']],
  ['02010', 'traffic-police', 交通, '', ['破损、倾斜', '3d', '修复']],
  ['02014', 'traffic-police', 交通, 'u', ['信号灯不亮或常亮', '4u', '恢复正常']],
  ['02017', 'public-works', 道路, '', ['破损、移位', '2d', '修复、复位']],
  ['02034', 'public-works', '《无障碍环境建设法》', '', ['破损或被占用', '5d', '修复']],
  ['02043', 'public-works', 道路, '', ['松动、缺失', '3d', '修复']],
  ['03001', 'sanitation', 市容, '', ['脏污、设施损坏', '1d', '清洁、修复']],
  ['03005', 'sanitation', 市容, 's', ['破损、移位', '3d', '更换、复位']],
  [
    '03006',
    'urban-enforcement',
    市容,
    '',
    ['破损，有坠落危险', '4h', '排除危险'],
    ['破损、污损', '5d', '修复或拆除'],
  ],
  ['04002', 'parks', 绿化, '', ['枯死、倾斜', '5d', '补植、扶正'], ['倒伏阻碍通行', '4u', '清除']],
  ['04013', 'parks', 绿化, ''],
  ['06001', 'urban-enforcement', 规划, 'i'],
  ['06004', 'urban-enforcement', 市容, '', ['污损', '7d', '清洗、修复']],
  ['06007', 'sanitation', 市容, 's', ['沿街晾晒吊挂', '2h', '清除']],
  ['06009', 'urban-enforcement', 市容, '', ['安装高度不足', '10d', '整改']],
  ['06010', 'sanitation', 市容, 's'],
  ['06011', 'sanitation', 固废, ''],
  ['06012', 'sanitation', 市容, 's'],
  ['06013', 'public-works', 道路, '', ['坑洞、塌陷危及通行', '4u', '围护、警示'], ['一般破损', '7d', '修复']],
  ['06014', 'sanitation', 市容, '', ['路面遗撒', '2h', '清除']],
  ['06016', 'traffic-police', 交通, '', ['标线磨损不清', '15d', '复划']],
  ['06017', 'parks', 绿化, 's'],
  ['06020', 'urban-enforcement', 大气, 's', ['正在焚烧', '1u', '制止、熄灭']],
  ['06025', 'sanitation', 水, ''],
  ['06026', 'ecology', 水, 'i', ['水体变色、异味、死鱼', '1d', '查明来源、处置']],
  ['06027', 'ecology', 大气, '', ['未装或不正常使用净化设施', '5d', '整改']],
  ['06028', 'ecology', 噪声, '', ['正在发生', '4h', '制止']],
  ['06029', 'urban-enforcement', 大气, 's', ['正在经营', '2h', '取缔']],
  ['06030', 'public-works', 排水, 'i', ['正在乱排', '4h', '制止、清理']],
  ['06034', 'traffic-police', 交通, '', ['无人认领', '10d', '移除']],
  ['06035', 'sanitation', 市容, 's', ['露天堆放', '1d', '清运']],
  ['06036', 'urban-enforcement', 市容, 's', ['占道堆放', '4h', '清理']],
  ['06037', 'sanitation', '《动物防疫法》', '', ['公共场所有动物尸体', '2h', '无害化处理']],
  ['06040', 'urban-enforcement', 道路, 's', ['公共区域私设', '2d', '拆除']],
  ['06041', 'sanitation', 固废, 's', ['未按类别投放', '1d', '劝导、分拣']],
  ['06042', 'sanitation', 市容, 's', ['满溢', '4h', '清运']],
  ['06045', 'parks', 绿化, '', ['占用、毁坏绿地', '10d', '恢复']],
  ['06051', 'public-works', 道路, '', ['缺损', '7d', '修复']],
  ['07001', 'urban-enforcement', 市容, 's', ['张贴、涂写', '4h', '清除']],
  ['07003', 'urban-enforcement', 市容, '', ['未经许可设置', '10d', '拆除']],
  ['08001', 'ecology', 噪声, '', ['夜间施工扰民', '2u', '停止']],
  ['08002', 'urban-enforcement', 道路, '', ['未经许可占道', '1d', '清退']],
  ['08003', 'public-works', 道路, 'i', ['未经许可掘路', '4h', '停工'], ['路面未恢复', '10d', '恢复']],
  ['08004', 'housing', 大气, '', ['未采取抑尘措施', '4h', '整改']],
  ['08007', 'housing', '《建设工程安全生产管理条例》', 'i', ['围挡缺失、倾斜', '4h', '加固、补齐']],
  ['08011', 'urban-enforcement', 市容, '', ['未密闭运输', '2h', '查处']],
  ['09001', 'urban-enforcement', '《无证无照经营查处办法》', 's', ['占道经营', '2h', '劝离、取缔']],
  [
    '09003',
    'social-affairs',
    '《城市生活无着的流浪乞讨人员救助管理办法》',
    's',
    ['需要救助', '4h', '劝导、护送救助站'],
  ],
  ['09005', 'urban-enforcement', 市容, 's', ['超出门窗经营', '2h', '规范']],
  ['09006', 'urban-enforcement', 市容, 's', ['占道经营', '2h', '清理']],
  ['09009', 'traffic-police', 交通, ''],
  ['09010', 'urban-enforcement', 市容, 's', ['乱停放', '4h', '摆放整齐']],
  ['09011', 'urban-enforcement', 市容, 's', ['乱停放、淤积', '4h', '清运、摆放']],
  ['09012', 'fire-rescue', 消防, 'u', ['占用、堵塞', '2u', '清除']],
  ['09015', 'market-supervision', '《食品安全法》', '', ['无证经营', '5d', '查处']],
  ['09020', 'market-supervision', 市容, '', ['秩序混乱', '1d', '整改']],
  ['10001', 'sanitation', 市容, 'i', ['积雪、结冰', '4u', '清除']],
  ['10002', 'telecom', 电信, 'u', ['脱落危及通行', '2u', '围护、固定'], ['已固定，未整理', '3d', '整理']],
]

const names = new Map(catalogue.entries.filter((e) => e.kind === 'matter').map((e) => [e.code, e.name]))
const units = {
  'urgent-hour': 'u',
  'working-hour': 'h',
  'working-day': 'd',
  'calendar-day': 'c',
} satisfies Record<FilingCondition['limit']['unit'], string>

function unitLetter(unit: string): string {
  const found = Object.entries(units).find(([name]) => name === unit)
  if (!found) throw new Error(`unit: ${unit}`)
  return found[1]
}

/** Conditions of a published city for one class, or none. `codes` of the legacy list are used for pipe bursts. */
export function exampleConditions(
  standard: string,
  code: string,
  closingEvidence: EvidenceKind[],
): FilingCondition[] {
  return example.entries
    .filter((row) => row.standard === standard && row.code === code)
    .map((row) => {
      const limit = limitOf(`${row.limit.amount}${unitLetter(row.limit.unit)}`)
      return {
        seq: row.conditionSeq,
        text: row.condition,
        limit,
        closing: row.closing,
        closingEvidence,
        extension: extensionOf(limit),
        evidence: 'example-city' as const,
      }
    })
}

export const urbanEntries: readonly ResponsibilityEntry[] = rows.map(
  ([code, departmentKey, legalBasis, flags, ...own]) => {
    const name = names.get(code)
    if (name === undefined) throw new Error(`no matter ${code} in ${STANDARD}`)
    const demo = own.map(([text, short, closing], index): FilingCondition => {
      const limit = limitOf(short)
      return {
        seq: index + 1,
        text,
        limit,
        closing,
        closingEvidence: ['after'],
        extension: extensionOf(limit),
        evidence: 'demo',
      }
    })
    return {
      standard: STANDARD,
      kind: 'matter',
      code,
      name,
      domain: 'urban-management',
      departmentKey,
      legalBasis,
      grade: gradeOf(flags),
      selfHandling: flags.includes('s'),
      confidential: false,
      requiredEvidence: ['near', 'far'],
      sources: null,
      conditions: demo.length > 0 ? demo : exampleConditions(STANDARD, code, ['after']),
      validFrom: '2026-01-01',
    }
  },
)
