/** The words of own fields and kinds of record as plain lists. Each lives once, here. */

/** Records that may be given further fields. */
export const CUSTOM_BASES = ['person', 'home', 'building', 'enterprise', 'facility', 'place'] as const
export type CustomBase = (typeof CUSTOM_BASES)[number]
/** 文本 · 长文本 · 数字 · 是否 · 日期 · 单选 · 多选 · 电话 · 关联. */
export const FIELD_TYPES = [
  'text',
  'long-text',
  'number',
  'yes-no',
  'date',
  'choice',
  'choices',
  'phone',
  'reference',
] as const
export type FieldType = (typeof FIELD_TYPES)[number]
/** What a record of an own kind belongs to, or where it stands. */
export const ATTACHMENTS = ['person', 'home', 'building', 'grid', 'point'] as const
export type Attachment = (typeof ATTACHMENTS)[number]
export const SUBJECT_ATTACHMENTS = ['person', 'home', 'building'] as const
export type SubjectAttachment = (typeof SUBJECT_ATTACHMENTS)[number]
/** What a reference may point to. */
export const REFERENCE_KINDS = ['person', 'home', 'enterprise'] as const
export type ReferenceKind = (typeof REFERENCE_KINDS)[number]
/** 草稿 · 已发布 · 已停用. */
export const DEFINITION_STATES = ['draft', 'published', 'retired'] as const
export type DefinitionState = (typeof DEFINITION_STATES)[number]
/** Lists whose filters may be kept under a name. */
export const FILTER_ROOMS = ['people', 'homes', 'units', 'facilities'] as const
export type FilterRoom = (typeof FILTER_ROOMS)[number]
