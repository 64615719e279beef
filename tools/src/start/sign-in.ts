import { meantime } from '../meantime-cli.js'
import type { StartFolder } from './folder.js'

/** Signs the real command line in, making the account at the first run. Throws with the command's own words. */
export async function signIn(folder: StartFolder, url: string): Promise<void> {
  const args = ['login', '--server', url, '--email', folder.account.email, '--password-stdin']
  const options = { input: folder.account.password }
  const known = await meantime(folder.client, args, options)
  if (known.exitCode === 0) return
  const made = await meantime(folder.client, [...args, '--register'], options)
  if (made.exitCode !== 0) throw new Error(`Signing in did not work: ${made.stderr || known.stderr}`)
}
