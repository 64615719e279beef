import { dirname, join } from 'node:path'
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
import { captureSettings, type DataPaths, fileProfiles, type Settings, serverKindOf } from '@meantime/settings'

export type { AuthManager } from '@meantime/auth'
export type {
  ActivityConsent,
  ActivitySwitch,
  CaptureSettings,
  Screenshots,
  Standing,
  Trouble,
} from '@meantime/capture'
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
  /** Whose protocol it speaks. @default 'auto' */
  readonly serverKind?: Settings['serverKind'] | undefined
  /** Where tokens, and the key of the pictures, are kept. @default 'auto' */
  readonly tokenStore?: Settings['tokenStore']
  /** Opens the place where pictures are kept, also without a server. @default false */
  readonly pictures?: boolean | undefined
  /** `switches`: what turns screenshots on and off; `agent`: also what takes them. @default neither */
  readonly capture?: 'switches' | 'agent' | undefined
  /** Where settings of screenshots are looked up before the file. @default process.env */
  readonly environment?: Readonly<Record<string, string | undefined>> | undefined
}

/** The command line's app: its plugins, in order. */
export async function compose(options: ComposeOptions): Promise<App> {
  const { paths, logger, server, capture, pictures = capture === 'agent' } = options
  const plugins = [
    coreServices(logger === undefined ? {} : { logger }),
    sqliteQueue({ file: paths.database }),
    fileProfiles({ file: paths.profile }),
    ...(pictures || server !== undefined ? [await spool(options)] : []),
    ...(server === undefined ? [] : await reaching(server, options)),
    ...(capture === undefined ? [] : await capturing(options)),
    ...(options.plugins ?? []),
  ]
  const provided = providedBy(plugins)
  return createApp({ plugins, overrides: (options.overrides ?? []).filter(({ token }) => provided.has(token)) })
}

/** Where every program on the data folder keeps pictures, encrypted; the key is where the tokens are. */
async function spool({ paths, tokenStore = 'auto' }: ComposeOptions): Promise<Plugin> {
  const { fileSpool, keyInFile, keyInKeyringOrFile } = await import('@meantime/spool')
  const folder = dirname(paths.database)
  const inKeyring = tokenStore === 'auto' || tokenStore === 'keyring'
  const key = inKeyring ? keyInKeyringOrFile({ folder }) : keyInFile({ folder })
  return fileSpool({ folder: join(folder, 'spool'), key })
}

/** Loaded only by commands that talk to the server. */
async function reaching(server: string, options: ComposeOptions): Promise<readonly Plugin[]> {
  const { paths, tokenStore = 'auto' } = options
  const { authManager, autoTokenStore, fileTokenStore, keyringTokenStore, memoryTokenStore } = await import(
    '@meantime/auth'
  )
  const stores = {
    auto: () => autoTokenStore({ file: paths.tokens }),
    keyring: () => keyringTokenStore(),
    file: () => fileTokenStore({ file: paths.tokens }),
    memory: () => memoryTokenStore(),
  }
  return [await speaking(server, options), stores[tokenStore](), authManager()]
}

async function speaking(server: string, { paths, serverKind }: ComposeOptions): Promise<Plugin> {
  if ((await serverKindOf({ server, chosen: serverKind, profile: paths.profile })) === 'meantime')
    return (await import('@meantime/transport-http')).httpTransport({ server })
  return (await import('@meantime/transport-hubnity')).hubnityTransport({ server })
}

/** Whether a Hubnity server answers there; undefined when nothing does. */
export const isHubnityServer = async (server: string): Promise<boolean | undefined> =>
  (await import('@meantime/transport-hubnity')).isHubnityServer(server, systemClock)

/** What is native in it is loaded when it is first needed. */
async function capturing({ paths, capture: part, environment }: ComposeOptions): Promise<readonly Plugin[]> {
  const { activity, capture, nodeScreenshotsSource, presenceWatch } = await import('@meantime/capture')
  const settings = { current: () => captureSettings(paths.settings, environment) }
  if (part === 'switches') return [capture({ settings }), activity()]
  // Broken settings of screenshots must not keep the agent from all the rest.
  const idleMinutes = await settings.current().then(
    ({ idleLimitMinutes }) => idleLimitMinutes,
    () => undefined,
  )
  const watch = idleMinutes === undefined ? {} : { awayAfterMs: idleMinutes * 60_000 }
  const sources = [(resolve: Resolve) => nodeScreenshotsSource({ clock: resolve(CLOCK) })]
  return [capture({ settings, sources }), presenceWatch(watch), activity()]
}

/** For a command that changes a picture; it brings a native library. */
export const pictureTools = () => import('@meantime/capture')

function providedBy(plugins: readonly Plugin[]): ReadonlySet<Token<unknown>> {
  const tokens = new Set<Token<unknown>>()
  const note = (token: Token<unknown>) => void tokens.add(token)
  for (const plugin of plugins) plugin.register({ provide: note, contribute: note })
  return tokens
}
