/**
 * SQL text with its values, composed by the `sql` tag. Values are always parameters; only other `Sql` pieces become text,
 * so there is no way to splice a string from a request into a statement.
 */
export class Sql {
  readonly strings: readonly string[]
  readonly parts: readonly unknown[]
  constructor(strings: readonly string[], parts: readonly unknown[]) {
    this.strings = strings
    this.parts = parts
  }
}

export const sql = (strings: TemplateStringsArray, ...parts: readonly unknown[]): Sql =>
  new Sql(strings, parts)

/** Nothing: for an optional piece of a statement. */
export const none = new Sql([''], [])

/** Joins pieces with a separator written in the code, never taken from a request. */
export function join(pieces: readonly Sql[], separator: ', ' | ' and ' | ' or '): Sql {
  if (pieces.length === 0) return none
  return new Sql(['', ...pieces.slice(1).map(() => separator), ''], pieces)
}

export interface Compiled {
  readonly text: string
  readonly values: unknown[]
}

/** Flattens to text with $1… and the values in order. */
export function compile(query: Sql): Compiled {
  const values: unknown[] = []
  const write = (q: Sql): string => {
    let text = q.strings[0] ?? ''
    q.parts.forEach((part, i) => {
      if (part instanceof Sql) text += write(part)
      else {
        values.push(part)
        text += `$${values.length}`
      }
      text += q.strings[i + 1] ?? ''
    })
    return text
  }
  return { text: write(query), values }
}
