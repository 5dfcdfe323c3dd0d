/**
 * What each collection form tells people: purpose, legal ground, fields, how long it is kept and whom to ask (PIPL art. 17: told before
 * collecting; art. 19: no longer than needed; art. 34 and 35: an organ of state within its duties, and it tells). The texts are what is
 * delivered: articles are cited from general knowledge and the days are a setting, not a rule of law; a deployment says its own.
 */
import type { PrivacyForm } from '../schema/privacy-lists.ts'

/** From when the days run. */
export const RETENTION_AFTER = [
  'left',
  'undone',
  'label-end',
  'contact-end',
  'closed',
  'account-end',
  'taken',
] as const
export type RetentionAfter = (typeof RETENTION_AFTER)[number]

export interface Purpose {
  readonly purpose: string
  readonly ground: string
  readonly ask: string
  readonly days: number
}
export interface PurposeForm extends Purpose {
  readonly fields: readonly string[]
  readonly after: RetentionAfter
}

const ASK = '所在社区居委会，或街道个人信息保护负责人'

export const PURPOSES: Readonly<Record<PrivacyForm, PurposeForm>> = {
  registration: {
    purpose: '摸清辖区人口、住房和居住情况，用于网格走访、应急疏散、民生服务和矛盾化解；不用于其他目的。',
    ground:
      '《个人信息保护法》第十三条第一款第三项（履行法定职责）、第三十四条；《城市居民委员会组织法》第三条。',
    fields: [
      'name',
      'sex',
      'birthDate',
      'idNumber',
      'phone',
      'nationality',
      'residence',
      'relation',
      'foreign',
      'sealed',
    ],
    after: 'left',
    days: 1_825,
    ask: ASK,
  },
  import: {
    purpose: '把街道、社区已有的名册并入一处，免得让居民重复填报；只取登记所需的列。',
    ground: '《个人信息保护法》第十三条第一款第三项、第三十四条；来源单位应有相应职责。',
    fields: ['name', 'sex', 'birthDate', 'idNumber', 'phone', 'nationality', 'foreign', 'residence'],
    after: 'undone',
    days: 30,
    ask: ASK,
  },
  label: {
    purpose: '落实低保、特困、残疾、优抚等帮扶；敏感标签只供指定的工作人员依职责使用。',
    ground:
      '《个人信息保护法》第二十八条、第二十九条（敏感个人信息须有特定目的和充分必要性）；《社会救助暂行办法》。',
    fields: ['label', 'basis'],
    after: 'label-end',
    days: 365,
    ask: ASK,
  },
  enterprise: {
    purpose: '与辖区单位联系消防、治安、燃气等安全事项和惠企服务。',
    ground: '《个人信息保护法》第十三条第一款第三项；《安全生产法》第九条。',
    fields: ['name', 'phone'],
    after: 'contact-end',
    days: 365,
    ask: ASK,
  },
  'portal-report': {
    purpose: '受理您上报的事项，并把办理结果告诉您。姓名、电话可以不填。',
    ground: '《个人信息保护法》第十三条第一款第一项（您的同意）、第十五条（可以撤回）。',
    fields: ['contact', 'photo', 'place'],
    after: 'closed',
    days: 365,
    ask: ASK,
  },
  account: {
    purpose: '识别工作人员、分配岗位权限、留存操作记录。',
    ground: '《个人信息保护法》第十三条第一款第二项（人力资源管理所必需）；《网络安全法》第二十一条。',
    fields: ['name', 'username', 'phone', 'portrait'],
    after: 'account-end',
    days: 1_095,
    ask: '街道系统管理员',
  },
  requests: {
    purpose: '答复您查阅、复制、更正、删除个人信息的请求，并留下答复的依据。',
    ground: '《个人信息保护法》第四十四条至第五十条。期限是本单位的设定，法律只说“及时”。',
    fields: ['asker', 'content'],
    after: 'taken',
    days: 15,
    ask: ASK,
  },
}
