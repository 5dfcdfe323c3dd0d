/** From what was typed to the body of the command, and which fields still lack something. */
import { actBodies } from '@lifang/domains/incidents/schema/bodies.ts'
import type { IncidentDetail } from '@lifang/domains/incidents/schema/views.ts'
import type { Act } from '@lifang/domains/incidents/schema/words.ts'
import { sentPhotos, stillSending } from '../../../kit/photos.tsx'
import { fromLocalInput } from '../../../kit/time.ts'
import { tooLong } from '../../../kit/typed.ts'
import { withoutUnseen } from '@lifang/platform/unseen.ts'
import { t } from '../../../kit/words.ts'
import type { Draft } from './drafts.ts'
import type { Field } from './spec.ts'
import { specOf } from './spec.ts'

export type FieldProblems = Readonly<Record<string, string>>
export type Built =
  | { readonly ok: true; readonly body: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly problems: FieldProblems }

/** Values the form starts from: the class told at the report, the unit the list names. */
export function presets(incident: IncidentDetail, act: Act): Readonly<Record<string, unknown>> {
  if (act === 'file' && incident.category !== null) return { catalogue: incident.category }
  if (act === 'self-close' && incident.category !== null) return { catalogue: incident.category }
  return {}
}

function valueOf(field: Field, raw: unknown, draft: Draft): unknown {
  switch (field.kind) {
    case 'photos': {
      const sent = sentPhotos(draft.photos)
      return sent.length === 0 && !field.required ? undefined : sent
    }
    case 'moment':
      return typeof raw === 'string' && raw !== '' ? fromLocalInput(raw) : undefined
    case 'text':
    case 'number': {
      const text = typeof raw === 'string' ? withoutUnseen(raw).trim() : ''
      return text === '' ? undefined : text
    }
    case 'units':
      return Array.isArray(raw) && raw.length > 0 ? raw : undefined
    case 'choice':
    case 'class':
    case 'condition':
    case 'unit':
    case 'area':
    case 'task':
    case 'amount':
    case 'stars':
    case 'check':
    case 'solved':
    case 'limit':
      return raw
  }
}

const mostOf = (field: Field): number =>
  field.kind === 'text' ? field.max : field.kind === 'number' ? 40 : Number.POSITIVE_INFINITY

const isOptional = (field: Field): boolean => {
  switch (field.kind) {
    case 'text':
    case 'photos':
      return !field.required
    case 'units':
    case 'check':
    case 'limit':
      return true
    case 'choice':
    case 'class':
    case 'condition':
    case 'unit':
    case 'area':
    case 'task':
    case 'amount':
    case 'moment':
    case 'number':
    case 'stars':
    case 'solved':
      return false
  }
}

export function buildBody(
  incident: IncidentDetail,
  act: Act,
  draft: Draft,
  decision: { readonly request: string; readonly grant: boolean } | null,
): Built {
  const values = { ...presets(incident, act), ...draft.values }
  const body: Record<string, unknown> = { id: draft.id, ...decision }
  const problems: Record<string, string> = {}
  if (stillSending(draft.photos)) problems['photos'] = t('console.photo.wait')
  if (draft.photos.some((p) => p.failed !== null)) problems['photos'] = t('console.photo.mend')
  for (const field of specOf(act).fields) {
    const value = valueOf(field, values[field.name], draft)
    const long = tooLong(typeof value === 'string' ? value : '', mostOf(field))
    if (long !== null) problems[field.name] = long
    const lacks = value === undefined || value === null || (Array.isArray(value) && value.length === 0)
    if (lacks && !isOptional(field)) problems[field.name] ??= t('console.required')
    if (value !== undefined && value !== null) body[field.name] = value
  }
  if (Object.keys(problems).length > 0) return { ok: false, problems }
  const read = actBodies[act].safeParse(body)
  if (read.success) return { ok: true, body: read.data }
  for (const issue of read.error.issues) problems[String(issue.path[0] ?? 'opinion')] = t('console.not-valid')
  return { ok: false, problems }
}
