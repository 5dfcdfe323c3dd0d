/**
 * Staff by Excel. One workbook, two hands: the system administrator makes its accounts, the security administrator gives its
 * posts (三员分立); each reads the whole sheet and finds every error in it, and each carries out only their own part.
 */
import { z } from 'zod'
import { problems } from '@lifang/platform/problem.ts'
import { route } from '@lifang/platform/route.ts'

export const staffProblem = problems({
  'admin.not-a-sheet': 422,
  'admin.sheet-empty': 422,
  'admin.sheet-wrong': 422,
})

export const SheetFault = z.object({
  /** Row of the sheet as Excel counts, the heads being row 1. */
  row: z.int(),
  /** Head of the column. */
  column: z.string(),
  /** Key of the sentence. */
  code: z.string(),
  value: z.string(),
})
export type SheetFault = z.infer<typeof SheetFault>

export const StaffImportView = z.object({
  /** Rows read. */
  rows: z.int(),
  /** Accounts or posts that are new. */
  added: z.int(),
  /** What stands already. */
  same: z.int(),
  faults: z.array(SheetFault),
  /** True once it is carried out. */
  done: z.boolean(),
  /** First passwords of the accounts made, shown to whoever made them. */
  passwords: z.array(z.object({ username: z.string(), name: z.string(), password: z.string() })),
})
export type StaffImportView = z.infer<typeof StaffImportView>

const system = { posts: ['system-admin'] } as const
const security = { posts: ['security-admin'] } as const
const query = z.strictObject({ id: z.uuid(), apply: z.enum(['yes', 'no']).default('no') })

export const staffRoutes = {
  template: route({
    method: 'GET',
    path: '/api/staff/template',
    summary: 'The workbook to fill in, with the posts, places and departments of this deployment.',
    access: { posts: ['system-admin', 'security-admin'] },
    transport: 'bytes',
    responses: { 200: z.unknown() },
  }),
  importAccounts: route({
    method: 'POST',
    path: '/api/staff/accounts',
    summary:
      'Make the accounts of a workbook (multipart field `file`): first what it would do and its errors by row and column, then with `apply` all of it or nothing.',
    access: system,
    query,
    transport: 'upload',
    responses: { 200: StaffImportView },
  }),
  markAccounts: route({
    method: 'POST',
    path: '/api/staff/accounts/marked',
    summary: 'The workbook (multipart field `file`) with what is wrong for its accounts beside each row.',
    access: system,
    transport: 'upload',
    responses: { 200: z.unknown() },
  }),
  importPosts: route({
    method: 'POST',
    path: '/api/staff/posts',
    summary:
      'Give the posts of a workbook (multipart field `file`): first what it would do and its errors by row and column, then with `apply` all of it or nothing.',
    access: security,
    query,
    transport: 'upload',
    responses: { 200: StaffImportView },
  }),
  markPosts: route({
    method: 'POST',
    path: '/api/staff/posts/marked',
    summary: 'The workbook (multipart field `file`) with what is wrong for its posts beside each row.',
    access: security,
    transport: 'upload',
    responses: { 200: z.unknown() },
  }),
} as const
