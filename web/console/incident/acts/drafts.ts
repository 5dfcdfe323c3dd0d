/** What was typed and not yet sent, by incident and act: it outlives a refusal, a reload of the data and a walk to another page. */
import { useSyncExternalStore } from 'react'
import type { Act } from '@lifang/domains/incidents/schema/words.ts'
import { newId } from '@lifang/platform/id.ts'
import type { Picked } from '../../../kit/photos.tsx'

export interface Draft {
  /** Id of the command, minted once: a retry after a lost answer is the same command. */
  readonly id: string
  readonly values: Readonly<Record<string, unknown>>
  readonly photos: readonly Picked[]
}

const drafts = new Map<string, Draft>()
const listeners = new Set<() => void>()
const keyOf = (number: string, act: Act): string => `${number}/${act}`

const changed = (): void => {
  for (const told of listeners) told()
}
const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function draftOf(number: string, act: Act): Draft {
  const key = keyOf(number, act)
  const known = drafts.get(key)
  if (known !== undefined) return known
  const made = { id: newId(), values: {}, photos: [] }
  drafts.set(key, made)
  return made
}

export function changeDraft(number: string, act: Act, change: (old: Draft) => Draft): void {
  drafts.set(keyOf(number, act), change(draftOf(number, act)))
  changed()
}

export function dropDraft(number: string, act: Act): void {
  for (const { preview } of draftOf(number, act).photos) URL.revokeObjectURL(preview)
  drafts.delete(keyOf(number, act))
  changed()
}

export const useDraft = (number: string, act: Act): Draft =>
  useSyncExternalStore(subscribe, () => draftOf(number, act))
