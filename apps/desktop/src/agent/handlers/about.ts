import { JOURNAL } from '@meantime/core'
import type { Handlers } from '../../bridge/bridge.js'
import { sqliteVersion } from '../compose.js'
import type { Desk } from '../desk.js'
import { VERSION } from '../version.js'

export const aboutHandlers = (desk: Desk) =>
  ({
    about: async () => ({
      version: VERSION,
      node: process.versions.node,
      sqlite: sqliteVersion(),
      dataFolder: desk.configuration.dataDir,
      deviceId: desk.app.get(JOURNAL).deviceId,
    }),
  }) satisfies Partial<Handlers>
