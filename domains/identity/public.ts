/** The door for other domains, the server and the loaders. */
export { createAccount, hashPassword, type IdentityDeps, type NewAccount } from './commands.ts'
export { accountsById, administrators } from './reads.ts'
export { createSessions, type Sessions } from './reads/sessions.ts'
/** People of an import: who is there, their first passwords, and adding them in the importer's transaction. */
export {
  accountsNamed,
  addStaff,
  firstPasswords,
  readyStaff,
  type NamedAccount,
  type StaffPerson,
} from './commands/staff.ts'
