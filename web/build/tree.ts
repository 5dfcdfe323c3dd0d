/** A parsed file: its nodes, and changes to its text. */
export type Node = { readonly type: string; readonly start: number; readonly end: number } & Readonly<
  Record<string, unknown>
>
export const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'

/** Every node of a tree, the outer before the inner. */
export function* nodes(value: unknown): Generator<Node> {
  if (Array.isArray(value)) for (const one of value) yield* nodes(one)
  else if (isNode(value)) {
    yield value
    for (const inner of Object.values(value)) yield* nodes(inner)
  }
}

interface Edit {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** The text with its edits, none of which lies in another. */
export const edited = (code: string, edits: readonly Edit[]): string =>
  edits
    .toSorted((a, b) => a.start - b.start || a.end - b.end)
    .reduceRight((text, { start, end, text: put }) => text.slice(0, start) + put + text.slice(end), code)
