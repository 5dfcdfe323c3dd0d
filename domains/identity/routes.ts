import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { answer, bind } from '@lifang/platform/http/bind.ts'
import { sql } from '@lifang/platform/sql.ts'
import * as commands from './commands.ts'
import type { IdentityDeps } from './commands.ts'
import { identityProblem, identityRoutes, type AccountView, type Me } from './schema.ts'
import { COOKIE, secretOf, SESSION_MS, stepsOf } from './reads/sessions.ts'
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
  const give = (reply: FastifyReply, secret: string) =>
    void reply.setCookie(COOKIE, secret, { ...cookie, maxAge: SESSION_MS / 1000 })
  const keep = (request: FastifyRequest): string => secretOf(request)?.secret ?? ''

  bind(app, 'identity', identityRoutes, {
    signIn: async ({ body, request, reply }) => {
      const from = { address: request.ip, agent: request.headers['user-agent'] ?? null }
      const { account, secret } = await commands.signIn(deps, body, from)
      give(reply, secret)
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
      const like = `%${(query.q ?? '').replaceAll(/[%_\\]/g, '\\$&')}%`
      const rows = await deps.db.rows<AccountRow>(sql`select * from account
        where county = ${actor.county} and (username ilike ${like} or name ilike ${like}) and lower(username) > ${query.cursor ?? ''}
        order by lower(username) limit 51`)
      const page = rows.slice(0, 50)
      const last = page[page.length - 1]
      const nextCursor = rows.length > 50 && last !== undefined ? last.username.toLowerCase() : null
      return answer(200, { items: page.map(view), nextCursor })
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
    resetPassword: async ({ actor, params, body }) => {
      await commands.resetPassword(deps, actor, params.id, body.password)
      return answer(200, view(await accountOf(params.id)))
    },
    createToken: async ({ actor, params, body }) => {
      const { token, expiresAt } = await commands.createToken(deps, actor, params.id, body)
      return answer(201, { id: body.id, token, expiresAt: expiresAt.toISOString() })
    },
    revokeToken: async ({ actor, params }) => {
      await commands.revokeToken(deps, actor, params.id)
      return answer(204, undefined)
    },
  })
}
