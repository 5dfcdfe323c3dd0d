/** The door for other domains, the server and the loaders. */
export { createAccount, hashPassword, type IdentityDeps, type NewAccount } from './commands.ts'
export { accountsById, administrators } from './reads.ts'
export { createSessions, type Sessions } from './reads/sessions.ts'
