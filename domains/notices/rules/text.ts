/** From a template and the facts of a notice to what a person reads. */
import { say, type Phrases } from '@lifang/platform/lang.ts'

export interface Text {
  readonly title: string
  readonly body: string
}

/** Placeholders a template may use. `{kind|notices.kind}` takes the word for the value from the phrases. */
export const PLACEHOLDERS = [
  'what',
  'place',
  'grid',
  'number',
  'unit',
  'due',
  'kind',
  'granted',
  'stage',
  'level',
  'result',
  'status',
  'name',
] as const

/** Placeholders of a text that no notice has: a slip of whoever wrote it. */
export const unknownPlaceholders = (text: string): string[] =>
  [...text.matchAll(/\{(\w+)(?:\|[\w.-]+)?\}/g)]
    .map((m) => m[1] ?? '')
    .filter((name) => !(PLACEHOLDERS as readonly string[]).includes(name))

const fill = (text: string, phrases: Phrases, values: Readonly<Record<string, unknown>>): string =>
  say({ ...phrases, '': text }, '', values)
    // A value that is not there leaves no hole: no doubled separators, none at the ends.
    .replaceAll(/(?: · )+/g, ' · ')
    .replaceAll(/^ · | · $/g, '')
    .trim()

export const render = (
  template: Text,
  phrases: Phrases,
  values: Readonly<Record<string, unknown>>,
): Text => ({ title: fill(template.title, phrases, values), body: fill(template.body, phrases, values) })
