/** The words of an incident as shapes and types, over the lists. */
import { z } from 'zod'
import {
  ACTS,
  EVIDENCE_KINDS,
  HOLD_REASONS,
  RECOUNT,
  REQUEST_KINDS,
  SOURCES,
  STAGES,
  STATUSES,
  SUPERVISION_LEVELS,
  TASK_KINDS,
  TASK_STATUSES,
} from './lists.ts'

export const Status = z.enum(STATUSES)
export type Status = z.infer<typeof Status>

export const Act = z.enum(ACTS)
export type Act = z.infer<typeof Act>

export const StepAct = z.union([Act, z.literal('report'), z.literal(RECOUNT)])

export const Stage = z.enum(STAGES)
export type Stage = z.infer<typeof Stage>

export const Source = z.enum(SOURCES)
export type Source = z.infer<typeof Source>

export const EvidenceKind = z.enum(EVIDENCE_KINDS)
export type EvidenceKind = z.infer<typeof EvidenceKind>

export type HoldReason = (typeof HOLD_REASONS)[number]
export const SupervisionLevel = z.enum(SUPERVISION_LEVELS)
export type SupervisionLevel = z.infer<typeof SupervisionLevel>

export const RequestKind = z.enum(REQUEST_KINDS)
export type RequestKind = z.infer<typeof RequestKind>

export const TaskKind = z.enum(TASK_KINDS)
export type TaskKind = z.infer<typeof TaskKind>
export const TaskStatus = z.enum(TASK_STATUSES)
export type TaskStatus = z.infer<typeof TaskStatus>

/** Key of a class in a catalogue: a bare code is never enough (components and matters share numbers; lists have versions). */
export const ClassKey = z.strictObject({
  standard: z.string().min(1).max(40),
  kind: z.enum(['component', 'matter']),
  code: z.string().min(1).max(20),
})
export type ClassKey = z.infer<typeof ClassKey>
