/** What an endpoint outside can subscribe to. */
import { z } from 'zod'
import { ACTS } from '@lifang/domains/incidents/schema/lists.ts'

/** Single topics: everything that happens to an incident, its deadlines, and notices to people. */
export const TOPICS: readonly string[] = [
  'incidents.report',
  ...ACTS.map((act) => `incidents.${act}`),
  'incidents.near-due',
  'incidents.overdue',
  'notices.told',
]
/** All of incidents, also what a later release adds. */
export const ALL_INCIDENTS = 'incidents.*'
/** Sent when an administrator tries the connection. */
export const TEST_TOPIC = 'webhooks.test'

export const Topic = z
  .string()
  .max(60)
  .refine((t) => t === ALL_INCIDENTS || TOPICS.includes(t), { message: 'integration.unknown-topic' })

export const covers = (subscribed: readonly string[], topic: string): boolean =>
  subscribed.includes(topic) || (subscribed.includes(ALL_INCIDENTS) && topic.startsWith('incidents.'))
