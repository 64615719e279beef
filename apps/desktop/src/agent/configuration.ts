import { isMeantimeError } from '@meantime/core'
import {
  type DataPaths,
  dataPaths,
  prepareDataFolder,
  resolveDataFolder,
  resolveSettings,
  type SettingKey,
  type Settings,
} from '@meantime/settings'

export interface Configuration {
  readonly dataDir: string
  readonly paths: DataPaths
  readonly environment: Readonly<Record<string, string | undefined>>
}

export interface ConfigurationSources {
  /** `--data-dir`. */
  readonly dataDir?: string | undefined
  /** @default process.env */
  readonly environment?: Readonly<Record<string, string | undefined>>
}

/** Makes the data folder when it is missing. Throws DATA_FOLDER_UNUSABLE. */
export async function configure({ dataDir, environment = process.env }: ConfigurationSources): Promise<Configuration> {
  const folder = resolveDataFolder({ flag: dataDir, environment })
  await prepareDataFolder(folder)
  return { dataDir: folder.value, paths: dataPaths(folder.value), environment }
}

/** What changes how the agent itself works; the settings of pictures are asked for at each moment. */
export type WorkSettings = Pick<
  Settings,
  'server' | 'serverKind' | 'autoSync' | 'tokenStore' | 'logLevel' | 'idleLimit'
>

const DEFAULTS: WorkSettings = {
  server: undefined,
  serverKind: 'auto',
  autoSync: true,
  tokenStore: 'auto',
  logLevel: 'info',
  idleLimit: 5,
}

/** A setting that cannot be read must not keep the agent from recording: the default serves, and the window tells it. */
export async function workSettings({ paths, environment }: Configuration): Promise<WorkSettings> {
  const one = async <K extends SettingKey>(key: K, instead: Settings[K]): Promise<Settings[K]> => {
    try {
      return (await resolveSettings({ file: paths.settings, environment }, [key]))[key].value
    } catch (error) {
      if (isMeantimeError(error)) return instead
      throw error
    }
  }
  const [server, serverKind, autoSync, tokenStore, logLevel, idleLimit] = await Promise.all([
    one('server', DEFAULTS.server),
    one('serverKind', DEFAULTS.serverKind),
    one('autoSync', DEFAULTS.autoSync),
    one('tokenStore', DEFAULTS.tokenStore),
    one('logLevel', DEFAULTS.logLevel),
    one('idleLimit', DEFAULTS.idleLimit),
  ])
  return { server, serverKind, autoSync, tokenStore, logLevel, idleLimit }
}
