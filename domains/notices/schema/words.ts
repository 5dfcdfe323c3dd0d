/** The words of notices: what there is news of, and through which channels it is told. */
import { z } from 'zod'

/** Every kind of news a person can get; the key of its templates. */
export const NOTICE_EVENTS = [
  'urgent-report',
  'to-verify',
  'verified',
  'to-dispatch',
  'dispatched',
  'assisting',
  'assisting-done',
  'delegated',
  'request',
  'decided',
  'hold-released',
  'feedback',
  'to-check',
  'check-passed',
  'check-failed',
  'rework',
  'closed',
  'not-handled',
  'stopped',
  'reopened',
  'supervised',
  'supervision-replied',
  'handed',
  'made-urgent',
  'instructed',
  'urged',
  'near-due',
  'overdue',
  'webhook-disabled',
] as const
export const NoticeEvent = z.enum(NOTICE_EVENTS)
export type NoticeEvent = z.infer<typeof NoticeEvent>

/**
 * How news is pushed: 'one' concerns one person or unit and goes out at once; 'list' fills a desk's queue and may wait for the
 * digest.
 */
export const NOTICE_WEIGHT = {
  'urgent-report': 'one',
  'to-verify': 'one',
  verified: 'list',
  'to-dispatch': 'list',
  dispatched: 'one',
  assisting: 'one',
  'assisting-done': 'list',
  delegated: 'one',
  request: 'one',
  decided: 'one',
  'hold-released': 'one',
  feedback: 'list',
  'to-check': 'one',
  'check-passed': 'list',
  'check-failed': 'one',
  rework: 'one',
  closed: 'list',
  'not-handled': 'list',
  stopped: 'one',
  reopened: 'one',
  supervised: 'one',
  'supervision-replied': 'list',
  handed: 'one',
  'made-urgent': 'one',
  instructed: 'one',
  urged: 'one',
  'near-due': 'list',
  overdue: 'one',
  'webhook-disabled': 'one',
} as const satisfies Record<NoticeEvent, 'one' | 'list'>

/** In the application, and pushed to a device. What leaves through webhooks carries the text of 'app'. */
export const CHANNELS = ['app', 'push'] as const
export const Channel = z.enum(CHANNELS)
export type Channel = z.infer<typeof Channel>

export const LANGUAGES = ['zh-CN', 'en'] as const
export const Language = z.enum(LANGUAGES)
export type Language = z.infer<typeof Language>

/** Office time of a day. */
export const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
