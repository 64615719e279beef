import type { Socket } from 'node:net'
import type { ConnectionFault } from './fault.js'

/** "Handshake failure", as a TLS server answers what is no TLS (RFC 8446, 6). */
const TLS_ALERT = Buffer.from([0x15, 0x03, 0x03, 0x00, 0x02, 0x02, 0x28])
/** What an SSH server says first. */
const GREETING = 'SSH-2.0-OpenSSH_9.6\r\n'

/** Does to a connection what the script says, before anything was read from it. */
export function breakConnection(socket: Socket, how: ConnectionFault): void {
  switch (how) {
    case 'closed':
      socket.resetAndDestroy()
      return
    case 'deaf':
      socket.pause()
      return
    case 'tls':
      socket.once('data', () => socket.end(TLS_ALERT))
      return
    case 'not-http':
      socket.end(GREETING)
  }
}
