import type { IncidentItem } from '@lifang/domains/incidents/schema/views.ts'

/** What an incident is called: its class once it has one, otherwise how it was told. */
export const subjectOf = (item: Pick<IncidentItem, 'categoryName' | 'description'>): string => {
  if (item.categoryName !== null) return item.categoryName
  const [head = ''] = item.description.split(/[\n。；;，,]/)
  return head.length > 24 ? `${head.slice(0, 24)}…` : head
}
