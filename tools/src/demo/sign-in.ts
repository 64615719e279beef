import { randomBytes } from 'node:crypto'
import { meantime } from '../meantime-cli.js'
import { say } from './narrate.js'
import type { ServerProcess } from './server-process.js'

export async function signInOnce(server: ServerProcess, client: string): Promise<void> {
  const url = await server.start('fine')
  const args = ['login', '--server', url, '--email', 'ann@example.org', '--register', '--password-stdin']
  const { exitCode, stdout, stderr } = await meantime(client, args, { input: randomBytes(18).toString('base64url') })
  if (exitCode !== 0) throw new Error(`Signing in did not work: ${stderr}`)
  say((stdout || stderr).trim())
  await server.stop()
}
