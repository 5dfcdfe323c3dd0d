/** What a resident shows that a report is theirs: its number and the last four digits of the phone given. */
export interface Proof {
  readonly number: string
  readonly tail: string
}
