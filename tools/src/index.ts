export { DesktopAgent, type DesktopProgram, startDesktopProgram } from './desktop-agent.js'
export { agrees, computeLedger, type Ledger, type LedgerEntry, type LedgerFiles, ledgerLine } from './ledger.js'
export { type CliOptions, type CliRun, meantime, ROOT } from './meantime-cli.js'
