import { z } from 'zod'
import { problems } from '@lifang/platform/problem.ts'
import { route } from '@lifang/platform/route.ts'

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
const byId = z.object({ id: z.uuid() })

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
    query: z.strictObject({ q: z.string().max(60).optional(), cursor: z.string().max(200).optional() }),
    responses: { 200: z.object({ items: z.array(AccountView), nextCursor: z.string().nullable() }) },
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
    params: byId,
    body: z.strictObject({ reason: z.string().trim().min(2).max(200) }),
    responses: { 200: AccountView },
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
