import { problems } from '@lifang/platform/problem.ts'

export const privacyProblem = problems({
  'privacy.stays-open': 409,
  'privacy.label-counts': 409,
  'privacy.under-review': 409,
  'privacy.in-open-case': 409,
  'privacy.kept-until': 409,
  'privacy.request-open': 409,
  'privacy.request-decided': 409,
  'privacy.own-request': 403,
  'privacy.not-corrected': 409,
  'privacy.reason-needed': 422,
})
