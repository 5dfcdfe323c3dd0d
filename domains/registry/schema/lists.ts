/** The words of the registry as plain lists. Each lives once, here; every table over one of them is pinned with `satisfies`. */

/** Posts that see the registry, each on its own ground: the grid's worker and lead, the community's staff, the desks above them. */
export const REGISTRY_POSTS = [
  'grid-worker',
  'grid-lead',
  'community-manager',
  'duty-chief',
  'supervisor',
  'leader',
] as const

/** Posts that keep it: those who knock on doors, and the community they answer to. */
export const KEEPER_POSTS = ['grid-worker', 'grid-lead', 'community-manager'] as const
/** Posts that are shown a whole number or phone, with a reason: who keeps it, and the duty chief who is called at night. */
export const REVEAL_POSTS = ['grid-worker', 'grid-lead', 'community-manager', 'duty-chief'] as const
/** Posts that may look at an import of whoever works on their ground: the same keepers, and the duty chief over them. Nobody else's is theirs to act on. */
export const IMPORT_WATCHERS = ['grid-worker', 'grid-lead', 'community-manager', 'duty-chief'] as const
/** Posts that approve a whole export somebody else asked for. */
export const EXPORT_APPROVERS = ['duty-chief', 'leader'] as const
/** Posts that decide on a label somebody else proposed. */
export const LABEL_APPROVERS = ['community-manager', 'duty-chief'] as const
/** Posts that see labels: who keeps the record, and the duty chief who answers for the street. Who only watches over figures does not. */
export const LABEL_POSTS = ['grid-worker', 'grid-lead', 'community-manager', 'duty-chief'] as const

/** What a building is used for. */
export const BUILDING_USES = [
  'residential',
  'commercial',
  'mixed',
  'office',
  'industrial',
  'public',
  'other',
] as const
/** 自住 · 出租 · 空置 · 他用 · 未知. */
export const HOME_KINDS = ['owner-occupied', 'rental', 'vacant', 'other-use', 'unknown'] as const
export type HomeKind = (typeof HOME_KINDS)[number]
/** Hazards of a home that a visit looks for. */
export const HAZARDS = [
  'fire',
  'gas',
  'wiring',
  'structure',
  'blocked-exit',
  'indoor-charging',
  'group-rental',
] as const
export const SEXES = ['male', 'female', 'unknown'] as const
/** 居民身份证 · 外国人永久居留身份证 · 港澳台证件 · 护照 · 其他 · 没有. */
export const ID_KINDS = [
  'resident-id',
  'foreign-permanent',
  'hk-macao-taiwan',
  'passport',
  'other',
  'none',
] as const
export type IdKind = (typeof ID_KINDS)[number]
/** What is kept of a foreign resident beside the paper and the nationality: 外文姓 · 外文名 · 证件有效期 · 来华目的 · 抵达日期 · 预计离开日期. */
export const FOREIGN_FIELDS = [
  'foreignSurname',
  'foreignGiven',
  'idUntil',
  'stayPurpose',
  'arrivedOn',
  'leavesOn',
] as const
export type ForeignField = (typeof FOREIGN_FIELDS)[number]
/** 就业 · 商务 · 学习 · 团聚 · 定居 · 探亲访友 · 旅游 · 其他: words of our own, the standard's code table was not read. */
export const STAY_PURPOSES = [
  'work',
  'business',
  'study',
  'family',
  'residence',
  'visit',
  'tourism',
  'other',
] as const
export type StayPurpose = (typeof STAY_PURPOSES)[number]
/** 全部境外人员 · 证件或停留将到期 · 已到期. */
export const FOREIGN_FILTERS = ['yes', 'ending', 'over'] as const
export type ForeignFilter = (typeof FOREIGN_FILTERS)[number]
export const PERSON_STATES = ['here', 'moved-out', 'dead'] as const
export type PersonState = (typeof PERSON_STATES)[number]
/** 户籍 · 居住. */
export const RESIDENCE_KINDS = ['registered', 'residing'] as const
export type ResidenceKind = (typeof RESIDENCE_KINDS)[number]
/** How a value was learnt: 入户 · 本人 · 比对 · 证照. */
export const SOURCES = ['visit', 'self', 'comparison', 'certificate'] as const
export type Source = (typeof SOURCES)[number]
/** How far a value can be relied on. */
export const CONFIDENCES = ['certain', 'probable', 'doubtful'] as const
export type Confidence = (typeof CONFIDENCES)[number]
export const SUBJECTS = [
  'building',
  'home',
  'person',
  'household',
  'enterprise',
  'facility',
  'place',
  'record',
] as const
export type SubjectKind = (typeof SUBJECTS)[number]
/** Sealed fields beside number and phone: 服务处所 · 职业 · 紧急联系人 · 备注. */
export const SEALED_FIELDS = ['workplace', 'occupation', 'emergencyContact', 'remark'] as const
export type SealedField = (typeof SEALED_FIELDS)[number]
/** What a reveal can show. */
export const REVEALED = ['idNumber', 'phone', ...SEALED_FIELDS] as const
export type Revealed = (typeof REVEALED)[number]
/** Of a home, from worst to best: never verified, older than its cycle, in the last days of it, as it should be. */
export const FRESHNESS = ['unknown', 'stale', 'due', 'fresh'] as const
export type FreshnessWord = (typeof FRESHNESS)[number]
/** Why somebody has to go to a home, the strongest reason first: nobody knows it, not reached in the cycle, older than it may be. */
export const GAPS = ['unknown', 'unvisited', 'stale'] as const
export type Gap = (typeof GAPS)[number]
/** Special groups (domain 2.7): off until the security administrator turns a kind on with its ground; named access, never exported. */
export const SPECIAL_KINDS = [
  'released',
  'community-correction',
  'mental-disorder',
  'drug-use',
  'aids-risk',
  'key-youth',
] as const
/** 独居老人 · 残疾 · 低保 · 特困 · 退役军人 · 留守儿童, and the special groups. */
export const LABEL_KINDS = [
  'living-alone',
  'disability',
  'minimum-income',
  'extreme-hardship',
  'veteran',
  'left-behind-child',
  ...SPECIAL_KINDS,
] as const
export type LabelKind = (typeof LABEL_KINDS)[number]
export const LABEL_STATES = ['proposed', 'approved', 'in-force', 'refused', 'ended', 'lapsed'] as const
export type LabelState = (typeof LABEL_STATES)[number]
/** 脱敏 · 全量. */
export const EXPORT_DEPTHS = ['masked', 'full'] as const
export type ExportDepth = (typeof EXPORT_DEPTHS)[number]
export const EXPORT_STATES = ['waiting', 'ready', 'refused', 'expired'] as const
export type ExportState = (typeof EXPORT_STATES)[number]
