import { changeSettings, findHubnity, KEYS, looksLikeHubnity, resolveSettings } from '@meantime/settings'
import type { Handlers } from '../../bridge/bridge.js'
import { isHubnityServer } from '../compose.js'
import type { Desk } from '../desk.js'
import { refusal } from '../problem.js'

export const serverHandlers = (desk: Desk) =>
  ({
    whichServer: async ({ server: written }) => {
      const server = addressOf(written)
      const { at, asked } = await findHubnity(server, isHubnityServer)
      if (at !== undefined) return { kind: 'hubnity', server: at, asked }
      return { kind: !asked && looksLikeHubnity(server) ? 'hubnity' : 'meantime', server, asked }
    },
    chooseServer: async ({ server: written, kind }) => {
      const server = addressOf(written)
      const { paths, environment } = desk.configuration
      const { server: named, serverKind } = await resolveSettings({ file: paths.settings, environment }, [
        'server',
        'serverKind',
      ])
      const wanted = kind === (looksLikeHubnity(server) ? 'hubnity' : 'meantime') ? 'auto' : kind
      for (const [setting, value] of [
        [named, server],
        [serverKind, wanted],
      ] as const)
        if (setting.origin === 'environment' && setting.value !== value)
          throw refusal('SETTING_FIXED', `${setting.source} sets this; it can be changed only there.`)
      await changeSettings(paths.settings, { server, serverKind: wanted === 'auto' ? undefined : wanted })
      return {}
    },
  }) satisfies Partial<Handlers>

function addressOf(written: string): string {
  const server = KEYS.server.read(written)
  if (server !== undefined) return server
  throw refusal('SETTING_INVALID', `The server must be ${KEYS.server.expected}.`)
}
