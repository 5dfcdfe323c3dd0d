/** Words of what PIPL asks, as plain lists. */

/** Where data of people is collected, and the page that answers requests. 登记 · 导入 · 标签 · 单位联系人 · 居民上报 · 工作账号 · 请求. */
export const PRIVACY_FORMS = [
  'registration',
  'import',
  'label',
  'enterprise',
  'portal-report',
  'account',
  'requests',
] as const
export type PrivacyForm = (typeof PRIVACY_FORMS)[number]
/** Who keeps the texts of a deployment: one administrator, since no two share what they may change. */
export const PURPOSE_KEEPERS = ['security-admin'] as const

/** Who asks: 本人 · 监护人 · 代理人. */
export const ASKERS = ['self', 'guardian', 'agent'] as const
export type Asker = (typeof ASKERS)[number]
/** 更正 · 删除. */
export const REQUEST_KINDS = ['correction', 'erasure'] as const
export type RequestKind = (typeof REQUEST_KINDS)[number]
export const REQUEST_STATES = ['open', 'done', 'refused'] as const
export type RequestState = (typeof REQUEST_STATES)[number]
export const REQUEST_LAMPS = ['green', 'yellow', 'red', 'grey'] as const
export type RequestLamp = (typeof REQUEST_LAMPS)[number]
/** Who decides on an erasure, and clears what is past its time. */
export const ERASURE_POSTS = ['duty-chief'] as const
