import { dirname, join } from 'node:path'
import { type App, coreServices, createApp, type Logger, type Override, type Plugin, type Token } from '@meantime/core'
import { sqliteQueue } from '@meantime/queue-sqlite'
import { type DataPaths, fileProfiles, type Settings } from '@meantime/settings'

export type { AuthManager } from '@meantime/auth'
export type { LegacyTakeOver, RecoveredNotice } from '@meantime/queue-sqlite'

/** What tests, harnesses and third parties change of the composition; everything else stays as people run it. */
export interface ComposeExtras {
  /** Added behind our own plugins. */
  readonly plugins?: readonly Plugin[]
  /** Replace services; those of a part that a command does not load are left out. */
  readonly overrides?: readonly Override[]
}

export interface ComposeOptions extends ComposeExtras {
  readonly paths: DataPaths
  /** @default nothing is logged */
  readonly logger?: Logger | undefined
  /** Its address. @default no server: recording and looking only, which starts faster */
  readonly server?: string | undefined
  /** @default 'auto' */
  readonly tokenStore?: Settings['tokenStore']
}

/** The command line's app: its plugins, in order. */
export async function compose(options: ComposeOptions): Promise<App> {
  const { paths, logger, server } = options
  const plugins = [
    coreServices(logger === undefined ? {} : { logger }),
    sqliteQueue({ file: paths.database }),
    fileProfiles({ file: paths.profile }),
    ...(server === undefined ? [] : await reaching(server, options)),
    ...(options.plugins ?? []),
  ]
  const provided = providedBy(plugins)
  return createApp({ plugins, overrides: (options.overrides ?? []).filter(({ token }) => provided.has(token)) })
}

/** Where every program on the data folder keeps the pictures that wait for delivery. */
const spoolFolder = ({ database }: DataPaths): string => join(dirname(database), 'spool')

/** Loaded only by commands that talk to the server. */
async function reaching(server: string, { paths, tokenStore = 'auto' }: ComposeOptions): Promise<readonly Plugin[]> {
  const { httpTransport } = await import('@meantime/transport-http')
  const { authManager, autoTokenStore, fileTokenStore, keyringTokenStore, memoryTokenStore } = await import(
    '@meantime/auth'
  )
  const { fileSpool } = await import('@meantime/spool')
  const stores = {
    auto: () => autoTokenStore({ file: paths.tokens }),
    keyring: () => keyringTokenStore(),
    file: () => fileTokenStore({ file: paths.tokens }),
    memory: () => memoryTokenStore(),
  }
  const spool = fileSpool({ folder: spoolFolder(paths) })
  return [httpTransport({ server }), spool, stores[tokenStore](), authManager()]
}

function providedBy(plugins: readonly Plugin[]): ReadonlySet<Token<unknown>> {
  const tokens = new Set<Token<unknown>>()
  const note = (token: Token<unknown>) => void tokens.add(token)
  for (const plugin of plugins) plugin.register({ provide: note, contribute: note })
  return tokens
}
