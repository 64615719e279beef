/** What the shell sees; documented in the README. */
export const EXIT = {
  ok: 0,
  failure: 1,
  usage: 2,
  wrongState: 3,
  auth: 4,
  /** The server was not reached or did not work; the work is saved. */
  network: 5,
  /** The server answered, and something is parked or has to be tried again. */
  partialSync: 6,
  interrupted: 130,
} as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]
