import type { LinkedKind } from '@lifang/domains/registry/schema/linked.ts'

/** A record chosen, with its name so that the choice can be read. */
export interface Chosen {
  readonly kind: LinkedKind
  readonly id: string
  readonly name: string
}
