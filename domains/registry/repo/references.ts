/**
 * Everything that refers to a person, and what becomes of it when the row is merged into another. A test holds this list against
 * the foreign keys of the catalogue: a table that comes later cannot be forgotten, it has to be given a line here (and, where it is
 * moved, its place in `commands/merge.ts` and its image in `repo/images.ts`).
 *
 * - moved: the merge writes the survivor's id, the undo writes it back.
 * - read-along: only appended to, so it stays with the row it was written for and is read with the person it became.
 * - own: the review's and the merge's own record of the two rows.
 */
export const PERSON_REFERENCES = {
  'household.head_id': 'moved',
  'residence.person_id': 'moved',
  'person_label.person_id': 'moved',
  'duplicate_pair.a_id': 'moved',
  'duplicate_pair.b_id': 'moved',
  'registry_reveal.person_id': 'read-along',
  'registry_export_person.person_id': 'read-along',
  'registry_copy.person_id': 'read-along',
  'registry_request.person_id': 'read-along',
  'comparison_record.person_id': 'read-along',
  'comparison_reveal.person_id': 'read-along',
  'person.merged_into': 'own',
  'person_merge.survivor_id': 'own',
  'person_merge.loser_id': 'own',
} as const satisfies Record<string, 'moved' | 'read-along' | 'own'>

/** The same for columns that hold a person's id without a foreign key. */
export const LOOSE_REFERENCES = {
  'registry_change.subject_id': 'read-along',
  'custom_value.id': 'read-along',
  'custom_record.subject_id': 'read-along',
  'custom_reveal.subject_id': 'read-along',
} as const satisfies Record<string, 'moved' | 'read-along'>
