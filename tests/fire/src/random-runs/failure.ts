/** What broke a promise. */
export interface Failure {
  readonly error: Error
  /** How many commands were done; the last one of them, or the end, showed it. */
  readonly done: number
}
