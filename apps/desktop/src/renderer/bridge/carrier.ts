import type { Notice } from '../../bridge/bridge.js'
import type { Link } from './link.js'

/** How questions reach the agent: over Electron's channel, or over HTTP on this computer. */
export interface Carrier {
  readonly link: Link
  /** The agent's answer, not looked at yet. Throws a BridgeError with AGENT_UNREACHABLE when there is none. */
  ask(name: string, input: unknown): Promise<unknown>
  onNotice(listener: (notice: Notice) => void): () => void
}
