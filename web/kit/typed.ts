/** What is wrong with what was typed, in a sentence for under the field. Nothing typed is ever cut off. */
import type { FormInstance } from 'antd'
import { useRef } from 'react'
import { newId } from '@lifang/platform/id.ts'
import { Refusal } from './call.ts'
import { withoutUnseen } from '@lifang/platform/unseen.ts'
import { t } from './words.ts'

/** More than `max` UTF-16 units, as the server counts them, or null. */
export function tooLong(text: string, max: number): string | null {
  const over = withoutUnseen(text).trim().length - max
  return over > 0 ? t('console.too-long', { max, over }) : null
}

/** Words that must be there and may be `max` long: what is wrong with them, or null. */
export const wordsFault = (text: string, max: number, min = 1): string | null => {
  const { length } = withoutUnseen(text).trim()
  if (length === 0) return t('console.required')
  return length < min ? t('console.too-short', { min }) : tooLong(text, max)
}

interface FieldRule {
  readonly validator: (rule: unknown, value: unknown) => Promise<void>
}
const rule = (fault: (text: string) => string | null): FieldRule => ({
  validator: (_rule, value) => {
    const said = fault(typeof value === 'string' ? value : '')
    return said === null ? Promise.resolve() : Promise.reject(new Error(said))
  },
})
/** Rule of a form field that may stay empty. */
export const atMost = (max: number): FieldRule => rule((text) => tooLong(text, max))
/** Rule of a form field that must be filled in. */
export const filled = (max: number, min = 1): FieldRule => rule((text) => wordsFault(text, max, min))

/** Writes a refusal under the field it names. @param words its sentence @returns whether the form has that field */
export function markRefused<F extends object>(
  form: FormInstance<F>,
  error: unknown,
  words: (refusal: Refusal) => string = (refusal) => refusal.title,
): boolean {
  if (!(error instanceof Refusal) || error.field === null) return false
  const name = error.field
  const fields: object = form.getFieldsValue(true)
  if (!Object.hasOwn(fields, name)) return false
  form.setFields([{ name: name as never, errors: [words(error)] }])
  return true
}

/** True when the form shows the refusal under one of its fields already. */
export const isMarked = (error: unknown, fields: readonly string[]): boolean =>
  error instanceof Refusal && error.field !== null && fields.includes(error.field)

/** The id of a command: the same content goes under the same id, so that a retry finds itself; other content is another command. */
export function useCommandId(): (content: unknown) => string {
  const last = useRef({ of: '', id: '' })
  return (content) => {
    const of = JSON.stringify(content)
    if (last.current.of !== of) last.current = { of, id: newId() }
    return last.current.id
  }
}
