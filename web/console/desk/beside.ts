/** From the case that is open to the one beside it in a list. `at` is its place there, -1 where it has none. */

/** One on or one back; undefined at the end. From nowhere it is the first. */
export const stepped = <T>(list: readonly T[], at: number, by: 1 | -1): T | undefined =>
  list[at === -1 ? 0 : at + by]

/** Where the work goes on once the case is done: the one after it, or the one before it at the end. */
export const following = <T>(list: readonly T[], at: number): T | undefined =>
  at === -1 ? list[0] : (list[at + 1] ?? list[at - 1])

/** Moves the focus to the row of a case, once it is drawn. */
export function focusRow(number: string): void {
  setTimeout(() => {
    const row = document.querySelector<HTMLElement>(`[data-queue="${number}"]`)
    row?.focus({ preventScroll: true })
    row?.scrollIntoView({ block: 'nearest' })
  })
}
