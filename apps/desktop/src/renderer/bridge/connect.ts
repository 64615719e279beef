import { openAnswer } from '../../bridge/answer.js'
import type { Bridge } from '../../bridge/bridge.js'
import type { OperationName } from '../../bridge/operations.js'
import type { Carrier } from './carrier.js'
import { HttpCarrier } from './http-carrier.js'
import { type MeantimeWindow, WindowCarrier } from './window-carrier.js'

/** By Electron where its preload is, else by HTTP to where the page came from. */
export function connect(): Carrier {
  const { meantime } = window as { meantime?: MeantimeWindow }
  return meantime ? new WindowCarrier(meantime) : new HttpCarrier()
}

/** A window of the desktop app, which has a tray, a start with the computer and keys everywhere; a browser has none. */
export const inOwnWindow = (): boolean => 'meantime' in window

export function bridgeOver(carrier: Carrier): Bridge {
  return {
    ask: async <N extends OperationName>(name: N, input?: unknown) =>
      openAnswer(name, await carrier.ask(name, input ?? {})),
    onNotice: (listener) => carrier.onNotice(listener),
  }
}
