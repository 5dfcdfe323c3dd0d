/** The words of an import of people as plain lists. */

/** What a column can be, in the order of the template. */
export const IMPORT_FIELDS = [
  'name',
  'sex',
  'birthDate',
  'idKind',
  'idNumber',
  'phone',
  'nationality',
  'community',
  'address',
  'road',
  'door',
  'estate',
  'block',
  'entrance',
  'floor',
  'room',
  'stay',
  'relation',
  'from',
  'care',
  'lon',
  'lat',
  'foreignSurname',
  'foreignGiven',
  'idUntil',
  'stayPurpose',
  'arrivedOn',
  'leavesOn',
] as const
export type ImportField = (typeof IMPORT_FIELDS)[number]
/** What to do with somebody who is registered already: leave them, or let them live where the sheet says. */
export const KNOWN_RULES = ['skip', 'residence'] as const
export const IMPORT_STATES = [
  'uploaded',
  'checking',
  'checked',
  'running',
  'done',
  'cancelled',
  'failed',
  'undoing',
  'undone',
] as const
export type ImportState = (typeof IMPORT_STATES)[number]
export const IMPORT_PASSES = ['check', 'run', 'undo'] as const
export type ImportPass = (typeof IMPORT_PASSES)[number]
export const LINE_VERDICTS = ['wrong', 'doubtful', 'known', 'kept'] as const
export type LineVerdict = (typeof LINE_VERDICTS)[number]
/** What a pass counts. */
export const IMPORT_COUNTS = [
  'lines',
  'added',
  'known',
  'moved',
  'wrong',
  'doubtful',
  'homes',
  'households',
  'buildings',
] as const
export type ImportCount = (typeof IMPORT_COUNTS)[number]
/** Lines of one transaction. */
export const CHUNK = 1_000
/** Most lines of a CSV file and of a workbook, and the bytes of each. */
export const MOST_LINES = 1_000_000
export const CSV_BYTES = 400_000_000
export const XLSX_BYTES = 60_000_000
/** Lines shown on the page; the workbook of errors has all. */
export const LINES_SHOWN = 200
