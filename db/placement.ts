/**
 * For every table: which domain owns it (and alone may write it) and how it is placed. `living` tables carry county in
 * their key and can be sharded by it; `reference` tables are small and would be copied to every node. A test holds this
 * list against the catalogue.
 */
export type Placement = { readonly owner: string; readonly kind: 'living' | 'reference' }

const living = (owner: string): Placement => ({ owner, kind: 'living' })
const reference = (owner: string): Placement => ({ owner, kind: 'reference' })

export const placement: Readonly<Record<string, Placement>> = {
  schema_migration: reference('platform'),
  stored_file: living('platform'),
  outbox: living('platform'),
  audit_entry: living('audit'),
  audit_seal: reference('audit'),
  account: reference('identity'),
  session: reference('identity'),
  access_token: reference('identity'),
  sign_in_policy: living('identity'),
  division: reference('grid'),
  area: reference('grid'),
  area_successor: reference('grid'),
  area_border: reference('grid'),
  redraw: reference('grid'),
  department: reference('grid'),
  holding: reference('grid'),
  team_template: reference('grid'),
  grid_publication: living('grid'),
  staff_import: living('grid'),
  base_feature: reference('grid'),
  calendar_version: reference('calendar'),
  calendar_use: reference('calendar'),
  catalogue_class: reference('incidents'),
  list_version: reference('incidents'),
  list_entry: reference('incidents'),
  list_condition: reference('incidents'),
  list_draft: living('incidents'),
  list_draft_entry: living('incidents'),
  list_edit: living('incidents'),
  number_block: living('incidents'),
  incident: living('incidents'),
  incident_reporter: living('incidents'),
  incident_step: living('incidents'),
  incident_task: living('incidents'),
  incident_request: living('incidents'),
  incident_evidence: living('incidents'),
  incident_alarm: living('incidents'),
  incident_publication: living('incidents'),
  incident_reading: living('incidents'),
  incident_delta: living('incidents'),
  incident_count: living('incidents'),
  incident_fold: reference('incidents'),
  notice: living('notices'),
  notice_preference: living('notices'),
  push_subscription: living('notices'),
  push_delivery: living('notices'),
  notice_template: reference('notices'),
  webhook_endpoint: living('integration'),
  webhook_delivery: living('integration'),
  webhook_attempt: living('integration'),
  case_import: living('incidents'),
  imported_case: living('incidents'),
}
