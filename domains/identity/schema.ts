import { z } from 'zod'
import { problems } from '@lifang/platform/problem.ts'
import { route } from '@lifang/platform/route.ts'
import { PolicyBody, PolicyVersion } from './schema/policy.ts'

/** Three administrators, none of whom can do another's work (三员分立). */
export const AdminKind = z.enum(['system-admin', 'security-admin', 'audit-admin'])
export type AdminKind = z.infer<typeof AdminKind>

export const identityProblem = problems({
  'identity.wrong-credentials': 401,
  'identity.locked': 423,
  'identity.code-required': 401,
  'identity.wrong-code': 401,
  'identity.step-required': 403,
  'identity.weak-password': 422,
  'identity.password-reused': 422,
  'identity.username-taken': 409,
  'identity.admin-holds-no-post': 422,
  'identity.not-found': 404,
  'identity.own-account': 409,
  'identity.policy-moved': 409,
  'identity.policy-lock-order': 422,
  'identity.policy-idle-order': 422,
})

/** What a signed-in account must still do before its other routes open. */
export const SignInStep = z.enum(['change-password', 'enrol-second-factor'])
export type SignInStep = z.infer<typeof SignInStep>

export const Username = z.string().trim().min(2).max(60)
export const Me = z.object({
  id: z.uuid(),
  username: z.string(),
  name: z.string(),
  kind: z.enum(['person', 'machine']),
  county: z.int(),
  admin: AdminKind.nullable(),
  /** Steps still open; empty: everything the posts allow. */
  steps: z.array(SignInStep),
  /** Characters a new password has at least. */
  passwordLength: z.int(),
  holdings: z.array(
    z.object({
      post: z.string(),
      areaPath: z.string(),
      departmentId: z.uuid().nullable(),
      standsInFor: z.uuid().nullable(),
    }),
  ),
})
export type Me = z.infer<typeof Me>

const Empty = z.object({})
const AccountView = z.object({
  id: z.uuid(),
  username: z.string(),
  name: z.string(),
  kind: z.enum(['person', 'machine']),
  admin: AdminKind.nullable(),
  disabled: z.boolean(),
  locked: z.boolean(),
})
export type AccountView = z.infer<typeof AccountView>
/** What the page of one account shows beside. */
const AccountDetail = AccountView.extend({
  /** Masked: 138****5678. */
  phone: z.string().nullable(),
  createdAt: z.iso.datetime(),
  mustChange: z.boolean(),
  secondFactor: z.boolean(),
  lockedUntil: z.iso.datetime().nullable(),
  failedAttempts: z.int(),
  /** Sessions open now, and when one of them was last used. */
  sessions: z.int(),
  lastSeenAt: z.iso.datetime().nullable(),
})
export type AccountDetail = z.infer<typeof AccountDetail>
export const ACCOUNT_STATES = ['active', 'locked', 'disabled'] as const
const byId = z.object({ id: z.uuid() })
const Reason = z.strictObject({ reason: z.string().trim().min(2).max(200) })
/** Something done to an account for a reason that is kept. */
const forReason = { params: byId, body: Reason, responses: { 200: AccountView } } as const

export const identityRoutes = {
  signIn: route({
    method: 'POST',
    path: '/api/session',
    summary: 'Sign in; administrators add the code of their second factor. Sets the session cookie.',
    access: 'public',
    perMinute: 120,
    body: z.strictObject({
      username: Username,
      password: z.string().min(1).max(200),
      code: z
        .string()
        .regex(/^\d{6}$/)
        .optional(),
    }),
    responses: { 200: Me },
  }),
  signOut: route({
    method: 'DELETE',
    path: '/api/session',
    summary: 'Sign out: the session ends on the server, the cookie is cleared.',
    access: 'signed-in',
    responses: { 204: z.undefined() },
  }),
  me: route({
    method: 'GET',
    path: '/api/me',
    summary: 'Who I am and what I hold now, stand-ins included.',
    access: 'signed-in',
    responses: { 200: Me },
  }),
  changePassword: route({
    method: 'POST',
    path: '/api/me/password',
    summary: 'Change my password; every other session of mine ends.',
    access: 'signed-in',
    body: z.strictObject({ current: z.string().min(1).max(200), next: z.string().min(1).max(200) }),
    responses: { 200: Me },
  }),
  beginSecondFactor: route({
    method: 'POST',
    path: '/api/me/second-factor',
    summary: 'Begin enrolling an authenticator: a fresh secret and its otpauth address.',
    access: 'signed-in',
    body: Empty,
    responses: { 200: z.object({ secret: z.string(), uri: z.string() }) },
  }),
  confirmSecondFactor: route({
    method: 'POST',
    path: '/api/me/second-factor/confirm',
    summary: 'Prove the authenticator works; from then on sign-in asks for its code.',
    access: 'signed-in',
    body: z.strictObject({ code: z.string().regex(/^\d{6}$/) }),
    responses: { 200: Me },
  }),
  accounts: route({
    method: 'GET',
    path: '/api/accounts',
    summary: 'Accounts of this deployment.',
    access: { posts: ['system-admin', 'security-admin'] },
    query: z.strictObject({
      q: z.string().max(60).optional(),
      state: z.enum(ACCOUNT_STATES).optional(),
      cursor: z.string().max(200).optional(),
    }),
    responses: { 200: z.object({ items: z.array(AccountView), nextCursor: z.string().nullable() }) },
  }),
  account: route({
    method: 'GET',
    path: '/api/accounts/{id}',
    summary: 'One account: its state, whether its password must change, its open sessions.',
    access: { posts: ['system-admin', 'security-admin'] },
    params: byId,
    responses: { 200: AccountDetail },
  }),
  createAccount: route({
    method: 'POST',
    path: '/api/accounts',
    summary: 'Create an account. The first password must be changed at first sign-in.',
    access: { posts: ['system-admin'] },
    body: z.strictObject({
      id: z.uuid(),
      username: Username,
      name: z.string().trim().min(1).max(60),
      kind: z.enum(['person', 'machine']).default('person'),
      password: z.string().min(1).max(200).optional(),
      phone: z
        .string()
        .regex(/^[0-9+ -]{5,20}$/)
        .optional(),
    }),
    responses: { 200: AccountView, 201: AccountView },
  }),
  disableAccount: route({
    method: 'POST',
    path: '/api/accounts/{id}/disable',
    summary: 'Disable an account: its sessions and tokens end at once.',
    access: { posts: ['system-admin'] },
    ...forReason,
  }),
  unlockAccount: route({
    method: 'POST',
    path: '/api/accounts/{id}/unlock',
    summary: 'End a lock-out before its time.',
    access: { posts: ['security-admin'] },
    ...forReason,
  }),
  requirePassword: route({
    method: 'POST',
    path: '/api/accounts/{id}/require-password',
    summary: 'Have a new password chosen at the next sign-in; open sessions end. Nobody learns one.',
    access: { posts: ['security-admin'] },
    ...forReason,
  }),
  accessRules: route({
    method: 'GET',
    path: '/api/access-rules',
    summary:
      'Which posts may call which route, as this server enforces it; routes open to everybody are left out.',
    access: { posts: ['security-admin'] },
    responses: {
      200: z.object({
        items: z.array(z.object({ name: z.string(), changes: z.boolean(), posts: z.array(z.string()) })),
      }),
    },
  }),
  policy: route({
    method: 'GET',
    path: '/api/sign-in-policy',
    summary: 'The sign-in policy in force and the versions before it, the newest first.',
    access: { posts: ['security-admin'] },
    responses: { 200: z.object({ current: PolicyVersion, before: z.array(PolicyVersion) }) },
  }),
  setPolicy: route({
    method: 'POST',
    path: '/api/sign-in-policy',
    summary: 'Set the sign-in policy from now on. A repeated command changes nothing.',
    access: { posts: ['security-admin'] },
    body: PolicyBody,
    responses: { 200: PolicyVersion, 201: PolicyVersion },
  }),
  resetPassword: route({
    method: 'POST',
    path: '/api/accounts/{id}/password',
    summary: 'Set a new first password; it must be changed at next sign-in. Ends lock-out.',
    access: { posts: ['system-admin'] },
    params: byId,
    body: z.strictObject({ password: z.string().min(1).max(200) }),
    responses: { 200: AccountView },
  }),
  createToken: route({
    method: 'POST',
    path: '/api/accounts/{id}/tokens',
    summary: 'Issue a bearer token for a machine account; the secret is shown once.',
    access: { posts: ['security-admin'] },
    params: byId,
    body: z.strictObject({
      id: z.uuid(),
      label: z.string().trim().min(1).max(60),
      days: z.int().min(1).max(366),
    }),
    responses: { 201: z.object({ id: z.uuid(), token: z.string(), expiresAt: z.iso.datetime() }) },
  }),
  revokeToken: route({
    method: 'DELETE',
    path: '/api/tokens/{id}',
    summary: 'Revoke a bearer token.',
    access: { posts: ['security-admin'] },
    params: byId,
    responses: { 204: z.undefined() },
  }),
} as const
