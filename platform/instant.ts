/** Between epoch milliseconds (rules), Date (database driver) and ISO 8601 (HTTP). */
export const dateOrNull = (ms: number | null): Date | null => (ms === null ? null : new Date(ms))
export const isoOrNull = (date: Date | null): string | null => date?.toISOString() ?? null
export const msOrNull = (date: Date | null): number | null => date?.getTime() ?? null
