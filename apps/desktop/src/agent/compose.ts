import { dirname, join } from 'node:path'
import type { PresenceState } from '@meantime/capture'
import {
  type App,
  CLOCK,
  coreServices,
  createApp,
  type Logger,
  type Override,
  type Plugin,
  type Resolve,
  systemClock,
  type Token,
} from '@meantime/core'
import { sqliteQueue } from '@meantime/queue-sqlite'
import {
  captureSettings,
  type DataPaths,
  fileProfiles,
  resolveSettings,
  type ServerKind,
  type Settings,
  serverKindOf,
} from '@meantime/settings'

export type { AuthManager } from '@meantime/auth'
export type { Screenshots, Standing } from '@meantime/capture'

/** What tests and shells change of the composition; everything else stays as people run it. */
export interface ComposeExtras {
  /** Added behind our own plugins. */
  readonly plugins?: readonly Plugin[]
  /** Replace services; those of a part that is not composed are left out. */
  readonly overrides?: readonly Override[]
  /** What a shell knows of the person; what it does not know, this computer is asked. */
  readonly presence?: { state(): Promise<PresenceState> } | undefined
}

export interface ComposeOptions extends ComposeExtras {
  readonly paths: DataPaths
  readonly logger: Logger
  /** Its address. @default none: work is recorded and kept */
  readonly server?: string | undefined
  /** What it speaks, where that is known. @default by the setting, the sign-in, the address */
  readonly serverKind?: ServerKind | undefined
  readonly tokenStore: Settings['tokenStore']
  /** Somebody who gave no sign for so long counts as away. */
  readonly awayAfterMs?: number | undefined
  /** Where settings of screenshots are looked up before the file. */
  readonly environment: Readonly<Record<string, string | undefined>>
}

/** The agent's app: its plugins, in order. */
export async function compose(options: ComposeOptions): Promise<App> {
  const { paths, logger, server } = options
  const plugins = [
    coreServices({ logger }),
    sqliteQueue({ file: paths.database }),
    fileProfiles({ file: paths.profile }),
    await spool(options),
    ...(server === undefined ? [] : await reaching(server, options)),
    ...(await capturing(options)),
    ...(options.plugins ?? []),
  ]
  const provided = providedBy(plugins)
  return createApp({ plugins, overrides: (options.overrides ?? []).filter(({ token }) => provided.has(token)) })
}

/** The locks and the shared state of a data folder, open for as long as a program runs, whoever is signed in. */
export const composeDoor = ({
  paths,
  logger,
  overrides = [],
}: Pick<ComposeOptions, 'paths' | 'logger' | 'overrides'>) => {
  const plugins = [coreServices({ logger }), sqliteQueue({ file: paths.database })]
  const provided = providedBy(plugins)
  return createApp({ plugins, overrides: overrides.filter(({ token }) => provided.has(token)) })
}

/** Where every program on the data folder keeps pictures, encrypted; the key is where the tokens are. */
async function spool({ paths, tokenStore }: ComposeOptions): Promise<Plugin> {
  const { fileSpool, keyInFile, keyInKeyringOrFile } = await import('@meantime/spool')
  const folder = dirname(paths.database)
  const inKeyring = tokenStore === 'auto' || tokenStore === 'keyring'
  const key = inKeyring ? keyInKeyringOrFile({ folder }) : keyInFile({ folder })
  return fileSpool({ folder: join(folder, 'spool'), key })
}

async function reaching(server: string, options: ComposeOptions): Promise<readonly Plugin[]> {
  const { paths, tokenStore } = options
  const auth = await import('@meantime/auth')
  const stores = {
    auto: () => auth.autoTokenStore({ file: paths.tokens }),
    keyring: () => auth.keyringTokenStore(),
    file: () => auth.fileTokenStore({ file: paths.tokens }),
    memory: () => auth.memoryTokenStore(),
  }
  return [await speaking(server, options), stores[tokenStore](), auth.authManager()]
}

/** A setting that cannot be read must not keep the agent from its work. */
async function speaking(server: string, { paths, environment, serverKind }: ComposeOptions): Promise<Plugin> {
  const settings = await resolveSettings({ file: paths.settings, environment }, ['serverKind']).catch(() => undefined)
  const chosen = serverKind ?? settings?.serverKind.value
  if ((await serverKindOf({ server, chosen, profile: paths.profile })) === 'meantime')
    return (await import('@meantime/transport-http')).httpTransport({ server })
  return (await import('@meantime/transport-hubnity')).hubnityTransport({ server })
}

/** What is native in it is loaded when it is first needed. */
async function capturing({ paths, environment, awayAfterMs, presence }: ComposeOptions): Promise<readonly Plugin[]> {
  const { activity, capture, nodeScreenshotsSource, presenceWatch } = await import('@meantime/capture')
  const settings = { current: () => captureSettings(paths.settings, environment) }
  const sources = [(resolve: Resolve) => nodeScreenshotsSource({ clock: resolve(CLOCK) })]
  const watch = { first: presence, ...(awayAfterMs === undefined ? {} : { awayAfterMs }) }
  return [capture({ settings, sources }), presenceWatch(watch), activity()]
}

/** For changing a picture; brings a native library. */
export const pictureTools = () => import('@meantime/capture')
export { sqliteVersion } from '@meantime/queue-sqlite'
/** For files to save. */
export const exporters = () => import('@meantime/import/out')
/** For work that comes from elsewhere. */
export const importers = async () => {
  const [general, hubnity] = await Promise.all([import('@meantime/import'), import('@meantime/import/hubnity')])
  return { general, hubnity }
}
/** Whether a Hubnity server answers there; undefined when nothing does. */
export const isHubnityServer = async (server: string): Promise<boolean | undefined> =>
  (await import('@meantime/transport-hubnity')).isHubnityServer(server, systemClock)

function providedBy(plugins: readonly Plugin[]): ReadonlySet<Token<unknown>> {
  const tokens = new Set<Token<unknown>>()
  const note = (token: Token<unknown>) => void tokens.add(token)
  for (const plugin of plugins) plugin.register({ provide: note, contribute: note })
  return tokens
}
