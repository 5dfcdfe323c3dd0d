/** The door for other domains and the server: write an entry, seal what was written, verify the chain. */
export { audit, auditInsert, auditMany, type AuditEntry } from './commands.ts'
export { sealPending } from './commands/seal.ts'
export { entriesAbout, verifyAudit, type Verification } from './reads.ts'
