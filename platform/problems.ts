import { problems } from './problem.ts'

/** Refusals that belong to no domain. */
export const platformProblem = problems({
  'platform.invalid-input': 400,
  'platform.invalid-json': 400,
  'platform.invalid-text': 400,
  'platform.wrong-content-type': 415,
  'platform.too-large': 413,
  'platform.not-found': 404,
  'platform.not-signed-in': 401,
  'platform.not-allowed': 403,
  'platform.foreign-origin': 403,
  'platform.too-many-requests': 429,
  'platform.command-reused': 409,
  'platform.database-newer': 503,
  'platform.migration-changed': 503,
  'platform.unavailable': 503,
  'platform.file-type': 415,
  'platform.file-broken': 422,
})
