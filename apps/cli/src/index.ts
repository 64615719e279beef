export { type ComposeExtras, type ComposeOptions, compose } from './compose.js'
export { EXIT, type ExitCode } from './exit-codes.js'
export type { Ask, CliIo, Sink } from './io.js'
export { runCli } from './run.js'
