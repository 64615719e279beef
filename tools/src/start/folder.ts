import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What `npm start` keeps between runs, in a folder of its own so that trying it out never touches real data. */
export interface StartFolder {
  readonly root: string
  readonly client: string
  readonly server: string
  /** The local account; its password is for this computer's own server only. */
  readonly account: { readonly email: string; readonly password: string }
  /** Whether an earlier run left something here. */
  readonly again: boolean
  /** The port of the run before, so that addresses stay the same when it is free. */
  readonly port: number
  rememberPort(port: number): void
}

interface Saved {
  email: string
  password: string
  port: number
}

export function openStartFolder(root: string): StartFolder {
  const file = join(root, 'start.json')
  mkdirSync(root, { recursive: true, mode: 0o700 })
  const before = read(file)
  const saved = before ?? { email: 'you@meantime.local', password: randomBytes(18).toString('base64url'), port: 0 }
  const save = () => writeFileSync(file, `${JSON.stringify(saved, null, 2)}\n`, { mode: 0o600 })
  save()
  // The commands of a second terminal must find the same tokens, also where this computer has a keyring.
  const client = join(root, 'client')
  mkdirSync(client, { recursive: true, mode: 0o700 })
  const settings = join(client, 'settings.json')
  if (!existsSync(settings))
    writeFileSync(settings, `${JSON.stringify({ tokenStore: 'file' }, null, 2)}\n`, { mode: 0o600 })
  return {
    root,
    client,
    server: join(root, 'server'),
    account: saved,
    again: before !== undefined,
    port: saved.port,
    rememberPort(port) {
      saved.port = port
      save()
    },
  }
}

function read(file: string): Saved | undefined {
  try {
    const { email, password, port } = JSON.parse(readFileSync(file, 'utf8')) as Partial<Saved>
    if (typeof email === 'string' && typeof password === 'string') return { email, password, port: Number(port) || 0 }
  } catch {
    // Absent at the first run. A broken one only costs the old password; the recorded work does not depend on it.
  }
  return undefined
}
