import {
  type DataPaths,
  dataPaths,
  prepareDataFolder,
  resolveDataFolder,
  resolveSettings,
  type Settings,
} from '@meantime/settings'
import type { GlobalFlags } from './flags.js'
import type { CliIo } from './io.js'

/** Where everything lies and what was chosen: flag, else environment, else settings.json, else default. */
export interface Configuration
  extends Pick<Settings, 'server' | 'serverKind' | 'autoSync' | 'tokenStore' | 'logLevel'> {
  readonly dataDir: string
  readonly paths: DataPaths
}

/** Makes the data folder when it is missing. Throws DATA_FOLDER_UNUSABLE, SETTING_INVALID or SETTINGS_UNREADABLE. */
export async function configure(flags: GlobalFlags, environment: CliIo['env']): Promise<Configuration> {
  const folder = resolveDataFolder({ flag: flags.dataDir, environment })
  await prepareDataFolder(folder)
  const paths = dataPaths(folder.value)
  const chosen = {
    ...(flags.server === undefined ? {} : { server: flags.server }),
    ...(flags.serverKind === undefined ? {} : { serverKind: flags.serverKind }),
    ...(flags.sync ? {} : { autoSync: false }),
  }
  const sources = { flags: chosen, environment, file: paths.settings }
  const keys = ['server', 'serverKind', 'autoSync', 'tokenStore', 'logLevel'] as const
  const { server, serverKind, autoSync, tokenStore, logLevel } = await resolveSettings(sources, keys)
  return {
    dataDir: folder.value,
    paths,
    server: server.value,
    serverKind: serverKind.value,
    autoSync: autoSync.value,
    tokenStore: tokenStore.value,
    logLevel: logLevel.value,
  }
}
