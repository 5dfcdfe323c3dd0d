/**
 * Handling units of the fictional 云溪街道. Names of posts and phones are invented (area code 0000 does not exist); what
 * each unit may do follows from its laws, cited in `responsibility/`.
 */
export interface DemoDepartment {
  departmentKey: string
  name: string
  /** Unit it answers to inside the demo, null for the top of the tree. */
  parent: string | null
  kind: 'sub-centre' | 'department'
  /** Who runs it: the street itself, the county's branch in the street, or an enterprise with a public duty. */
  run: 'street-office' | 'county-branch' | 'enterprise'
  /** Works 24×7: its working hours never close. */
  roundTheClock: boolean
  /** 兜底单位: takes what nobody owns after a jurisdiction ruling. Exactly one. */
  fallback: boolean
  /** Duty phone, fictional. */
  phone: string
  /** What it does, shown beside a suggestion to dispatch. */
  duty: string
}

type Row = [key: string, name: string, run: DemoDepartment['run'], roundTheClock: boolean, duty: string]

const rows: readonly Row[] = [
  ['command-centre', '云溪街道联动分中心', 'street-office', true, '受理、派遣、督办、核查调度'],
  [
    'public-works',
    '市政设施维护站',
    'street-office',
    true,
    '道路、井盖、路灯、排水设施维护；无主设施兜底处置',
  ],
  ['urban-enforcement', '城管执法中队', 'county-branch', false, '市容秩序、违法建设、户外广告执法'],
  ['sanitation', '环卫所', 'street-office', false, '道路保洁、垃圾清运、公厕管理'],
  ['parks', '园林所', 'street-office', false, '绿地、行道树、公园管护'],
  ['social-affairs', '街道社会事务办', 'street-office', false, '救助、养老、残疾人、儿童福利、社区治理'],
  ['public-order', '平安法治办', 'street-office', false, '矛盾纠纷、信访、特殊人群服务管理'],
  ['civil-service-centre', '民生服务中心', 'street-office', false, '政务服务代办、政策咨询、社保医保经办'],
  ['safety-office', '应急管理站', 'street-office', true, '安全生产、防汛、九小场所检查'],
  ['rural-office', '农业农村办', 'street-office', false, '农房、河塘、秸秆、农业生产服务'],
  ['police', '云溪派出所', 'county-branch', true, '治安、户籍、流动人口'],
  ['traffic-police', '交警云溪中队', 'county-branch', true, '道路交通秩序、信号灯'],
  ['fire-rescue', '云溪消防救援站', 'county-branch', true, '火灾扑救、消防监督检查'],
  ['market-supervision', '市场监管所', 'county-branch', false, '食品、特种设备、无照经营、消费投诉'],
  ['housing', '住房建设所', 'county-branch', false, '物业、房屋安全、工地管理'],
  ['ecology', '生态环境所', 'county-branch', false, '噪声、油烟、水和大气污染'],
  ['justice', '司法所', 'county-branch', false, '人民调解、社区矫正、法律援助'],
  ['health-centre', '社区卫生服务中心', 'county-branch', false, '公共卫生、家庭医生、疾病防控'],
  ['water-supply', '供水公司云溪营业所', 'enterprise', true, '供水管网抢修、水质、二次供水'],
  ['gas', '燃气公司云溪服务站', 'enterprise', true, '燃气管网抢修、入户安检'],
  ['power', '供电所', 'enterprise', true, '配电设施、停电抢修'],
  ['telecom', '通信联合维护队', 'enterprise', false, '通信井盖、交接箱、架空线缆'],
]

export const departments: readonly DemoDepartment[] = rows.map(
  ([departmentKey, name, run, roundTheClock, duty], n) => ({
    departmentKey,
    name,
    parent: departmentKey === 'command-centre' ? null : 'command-centre',
    kind: departmentKey === 'command-centre' ? 'sub-centre' : 'department',
    run,
    roundTheClock,
    fallback: departmentKey === 'public-works',
    phone: `0000-62${String(1001 + n * 7).padStart(5, '0')}`,
    duty,
  }),
)
