import type { FromAgent } from '../../bridge/channel.js'
import type { MessageChannelEnd } from './agent-channel.js'

/** What `fork` gives a child; the same events that Electron's utility processes have on `parentPort`. */
export type ForkedProcess = Pick<NodeJS.Process, 'send' | 'on' | 'off' | 'connected'>

/** The channel to the parent; undefined when this process was not forked with one. */
export function processChannel(forked: ForkedProcess = process): MessageChannelEnd | undefined {
  if (forked.send === undefined) return undefined
  return {
    post(message: FromAgent) {
      // A parent that is just going: its end is told by `disconnect`.
      if (forked.connected) forked.send?.(message, undefined, undefined, () => undefined)
    },
    onMessage(listener) {
      forked.on('message', listener)
      return () => forked.off('message', listener)
    },
    onClose(listener) {
      forked.on('disconnect', listener)
      return () => forked.off('disconnect', listener)
    },
  }
}
