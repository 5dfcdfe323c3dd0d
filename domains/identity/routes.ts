import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { answer, bind, boundByName } from '@lifang/platform/http/bind.ts'
import { sql } from '@lifang/platform/sql.ts'
import * as commands from './commands.ts'
import type { IdentityDeps } from './commands.ts'
import { setPolicy } from './commands/policy.ts'
import { requirePassword, unlockAccount } from './commands/security.ts'
import { createToken, revokeToken } from './commands/tokens.ts'
import { identityProblem, identityRoutes, type AccountView, type Me } from './schema.ts'
import { accountDetail, listAccounts } from './reads/accounts.ts'
import { policyOf, policyVersions } from './reads/policy.ts'
import { COOKIE, secretOf, stepsOf } from './reads/sessions.ts'
import type { AccountRow } from './tables.ts'

export interface IdentityRouteDeps extends IdentityDeps {
  /** Cookies only over TLS; off for a plain local start. */
  readonly secureCookies: boolean
}

export function identityRoutesOn(app: FastifyInstance, deps: IdentityRouteDeps): void {
  const cookie = { path: '/', httpOnly: true, sameSite: 'lax', secure: deps.secureCookies } as const
  const meOf = async (account: AccountRow): Promise<Me> => {
    const actor = await deps.sessions.actorOf(account)
    return {
      id: account.id,
      username: account.username,
      name: account.name,
      kind: account.kind,
      county: account.county,
      admin: account.admin,
      steps: stepsOf(account),
      passwordLength: (await policyOf(deps.db, account.county)).passwordLength,
      holdings: actor.holdings.map(({ post, areaPath, departmentId, standsInFor }) => ({
        post,
        areaPath,
        departmentId,
        standsInFor,
      })),
    }
  }
  const accountOf = async (id: string): Promise<AccountRow> => {
    const row = await deps.db.maybe<AccountRow>(sql`select * from account where id = ${id}`)
    if (row === undefined) throw identityProblem('identity.not-found', { field: 'id' })
    return row
  }
  const view = (a: AccountRow): AccountView => ({
    id: a.id,
    username: a.username,
    name: a.name,
    kind: a.kind,
    admin: a.admin,
    disabled: a.disabled_at !== null,
    locked: a.locked_until !== null && a.locked_until.getTime() > deps.clock.now(),
  })
  const give = (reply: FastifyReply, secret: string, lastsMs: number) =>
    void reply.setCookie(COOKIE, secret, { ...cookie, maxAge: lastsMs / 1000 })
  const keep = (request: FastifyRequest): string => secretOf(request)?.secret ?? ''

  bind(app, 'identity', identityRoutes, {
    signIn: async ({ body, request, reply }) => {
      const from = { address: request.ip, agent: request.headers['user-agent'] ?? null }
      const { account, secret, lastsMs } = await commands.signIn(deps, body, from)
      give(reply, secret, lastsMs)
      return answer(200, await meOf(account))
    },
    signOut: async ({ actor, request, reply }) => {
      await commands.signOut(deps, actor, keep(request))
      void reply.clearCookie(COOKIE, cookie)
      return answer(204, undefined)
    },
    me: async ({ actor }) => answer(200, await meOf(await accountOf(actor.accountId))),
    changePassword: async ({ actor, body, request }) => {
      await commands.changePassword(deps, actor, body, keep(request))
      return answer(200, await meOf(await accountOf(actor.accountId)))
    },
    beginSecondFactor: async ({ actor }) => answer(200, await commands.beginSecondFactor(deps, actor)),
    confirmSecondFactor: async ({ actor, body }) => {
      await commands.confirmSecondFactor(deps, actor, body.code)
      return answer(200, await meOf(await accountOf(actor.accountId)))
    },
    accounts: async ({ actor, query }) => {
      const { rows, nextCursor } = await listAccounts(deps, actor.county, query)
      return answer(200, { items: rows.map(view), nextCursor })
    },
    account: async ({ actor, params }) => {
      const { row, ...detail } = await accountDetail(deps, actor.county, params.id)
      return answer(200, { ...view(row), ...detail })
    },
    createAccount: async ({ actor, body }) => {
      const made = await commands.createAccount(deps, actor, {
        id: body.id,
        county: actor.county,
        username: body.username,
        name: body.name,
        kind: body.kind,
        password: body.kind === 'person' ? (body.password ?? '') : null,
        admin: null,
        phone: body.phone ?? null,
        mustChange: true,
      })
      return made ? answer(201, view(await accountOf(body.id))) : answer(200, view(await accountOf(body.id)))
    },
    disableAccount: async ({ actor, params, body }) => {
      await commands.disableAccount(deps, actor, params.id, body.reason)
      return answer(200, view(await accountOf(params.id)))
    },
    unlockAccount: async ({ actor, params, body }) => {
      await unlockAccount(deps, actor, params.id, body.reason)
      return answer(200, view(await accountOf(params.id)))
    },
    requirePassword: async ({ actor, params, body }) => {
      await requirePassword(deps, actor, params.id, body.reason)
      return answer(200, view(await accountOf(params.id)))
    },
    accessRules: () => {
      const items = [...(boundByName.get(app) ?? [])].flatMap(([name, { method, access }]) =>
        typeof access === 'string' ? [] : [{ name, changes: method !== 'GET', posts: [...access.posts] }],
      )
      return Promise.resolve(answer(200, { items }))
    },
    policy: async ({ actor }) => answer(200, await policyVersions(deps.db, actor.county)),
    setPolicy: async ({ actor, body }) => {
      const { version, made } = await setPolicy(deps, actor, body)
      return made ? answer(201, version) : answer(200, version)
    },
    resetPassword: async ({ actor, params, body }) => {
      await commands.resetPassword(deps, actor, params.id, body.password)
      return answer(200, view(await accountOf(params.id)))
    },
    createToken: async ({ actor, params, body }) => {
      const { token, expiresAt } = await createToken(deps, actor, params.id, body)
      return answer(201, { id: body.id, token, expiresAt: expiresAt.toISOString() })
    },
    revokeToken: async ({ actor, params }) => {
      await revokeToken(deps, actor, params.id)
      return answer(204, undefined)
    },
  })
}
