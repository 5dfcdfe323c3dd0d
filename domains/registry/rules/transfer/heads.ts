/** What the columns of a sheet mean: the heads of our template, and what other offices call the same. */
import { IMPORT_FIELDS, type ImportField } from '../../schema/transfer-lists.ts'

/** Heads of the template. */
export const HEADS: Readonly<Record<ImportField, string>> = {
  name: '姓名',
  sex: '性别',
  birthDate: '出生日期',
  idKind: '证件种类',
  idNumber: '证件号码',
  phone: '联系电话',
  nationality: '国籍',
  community: '社区',
  address: '详细地址',
  road: '街路巷',
  door: '门牌号',
  estate: '小区',
  block: '幢号',
  entrance: '单元',
  floor: '楼层',
  room: '室号',
  stay: '登记类别',
  relation: '与户主关系',
  from: '起始日期',
  care: '关爱对象',
  lon: '经度',
  lat: '纬度',
  foreignSurname: '外文姓',
  foreignGiven: '外文名',
  idUntil: '证件有效期',
  stayPurpose: '来华目的',
  arrivedOn: '抵达日期',
  leavesOn: '预计离开日期',
}
/** The column of reasons in a workbook of errors; ignored when it comes back. */
export const REASON_HEAD = '错误原因'

/** Own knowledge of sheets that offices pass around. */
const ALSO: Readonly<Record<ImportField, string>> = {
  name: '名字 人员姓名 居民姓名 公民姓名 姓名全称 中文姓名 外文姓名 英文姓名 xm name',
  sex: '性别代码 xb sex gender',
  birthDate: '出生年月日 生日 出生年月 出生 csrq birthday birthdate',
  idKind: '证件类型 证件类别 zjlx zjzl',
  idNumber: '身份证号 身份证号码 身份证 公民身份号码 公民身份证号 身份号码 证件号 证号 sfzh gmsfhm idnumber',
  phone: '电话 手机 手机号 手机号码 电话号码 联系方式 联系手机 lxdh phone mobile',
  nationality: '国籍地区 国家 国家地区 gj',
  community: '所属社区 社区名称 村社区 社区村 所在社区 居委会 村居 sqmc',
  address: '地址 住址 现住址 居住地址 现住地址 现居住地址 家庭住址 家庭地址 户籍地址 房屋地址 dz address',
  road: '路名 街道路名 道路 街巷 路街巷 街路',
  door: '门牌 门牌号码 门号 mph',
  estate: '小区名称 小区名 院落 住宅小区 楼盘 xqmc',
  block: '栋 幢 楼栋 楼栋号 栋号 楼号 楼幢 楼幢号 座号 ldh',
  entrance: '单元号 单元门 梯 dyh',
  floor: '层 所在楼层 层数 楼层号',
  room: '房号 户号 室 房间号 房屋号 户室号 户室 门户号 fh',
  stay: '人口类别 户籍类别 人员类别 人口性质 居住类别 登记类型 实有人口类别',
  relation: '户主关系 与户主的关系 关系 家庭关系 yhzgx relation',
  from: '入住日期 居住起始日期 迁入日期 入住时间 起始时间 来本地日期 rzrq',
  care: '重点关爱 关爱 特殊关爱 关爱标记 关爱人员',
  lon: 'lng longitude x坐标',
  lat: 'latitude y坐标',
  foreignSurname: '英文姓 姓氏外文 surname familyname lastname',
  foreignGiven: '英文名 givenname givennames firstname',
  idUntil: '证件有效期至 有效期至 证件有效期限 证件到期日期 护照有效期 证件截止日期',
  stayPurpose: '来华事由 入境目的 停居留事由 居留事由',
  arrivedOn: '入境日期 来华日期 抵达时间',
  leavesOn: '拟离开日期 拟离境日期 预计离境日期 离开日期 停留有效期',
}

/** A head in one spelling: without blanks, marks and what stands in brackets behind it. */
export const plainHead = (head: string): string =>
  head
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[(（【[].*?[)）】\]]/g, '')
    .replaceAll(/[^\p{L}\p{N}]/gu, '')

const MEANINGS: ReadonlyMap<string, ImportField> = new Map(
  IMPORT_FIELDS.flatMap((field) =>
    [HEADS[field], ...ALSO[field].split(' ')].map((head): [string, ImportField] => [plainHead(head), field]),
  ),
)

/** Column of each field, from 0. */
export type Columns = Partial<Record<ImportField, number>>

/** What the heads look like; the user says whether it is so. The first of two heads for one field counts. */
export function guessColumns(heads: readonly string[]): Columns {
  const found: Columns = {}
  const take = (field: ImportField | undefined, i: number): void => {
    if (field !== undefined && found[field] === undefined) found[field] = i
  }
  heads.forEach((head, i) => take(MEANINGS.get(plainHead(head)), i))
  const taken = new Set(Object.values(found))
  heads.forEach((head, i) => {
    const plain = plainHead(head)
    if (taken.has(i) || plain === '') return
    // 户主姓名 is not the name of the person, 租金起始日期 not the day they came: only what begins or ends with all of it, longest first.
    const near = [...MEANINGS.keys()]
      .filter((m) => m.length >= 3 && plain !== m && (plain.startsWith(m) || plain.endsWith(m)))
      .toSorted((a, b) => b.length - a.length)[0]
    if (near !== undefined) take(MEANINGS.get(near), i)
  })
  return found
}

/** Columns by the heads of a mapping that was kept; a head that this file has not is left out. */
export function columnsByHeads(
  kept: Readonly<Partial<Record<ImportField, string>>>,
  heads: readonly string[],
): Columns {
  const at = new Map(heads.map((head, i) => [plainHead(head), i]))
  const found: Columns = {}
  for (const field of IMPORT_FIELDS) {
    const head = kept[field]
    const i = head === undefined ? undefined : at.get(plainHead(head))
    if (i !== undefined) found[field] = i
  }
  return found
}

/** Phrase key of what is missing for lines to be read at all; null: enough. */
export function lacking(columns: Columns): string | null {
  const has = (field: ImportField): boolean => columns[field] !== undefined
  if (!has('name') && !has('foreignSurname')) return 'transfer.lacking.name'
  const parts = has('room') && (has('road') || has('estate') || has('door') || has('block'))
  if (!has('address') && !parts) return 'transfer.lacking.address'
  if (has('lon') !== has('lat')) return 'transfer.lacking.place'
  return null
}
