/** What the server composes. */
export { deliverDue, sweepDeliveries } from './commands/deliver.ts'
export type { IntegrationDeps } from './reads/deps.ts'
