import { createCipheriv, createHash } from 'node:crypto'
import type { Random } from '@meantime/core'

export interface Segment {
  readonly from: number
  readonly to: number
}

/** An entry of the former client as it really was: what an import must come to. */
export interface TrueEntry {
  readonly description: string
  readonly project: string
  readonly segments: readonly Segment[]
  /** The former server has its start: it is kept here. */
  readonly delivered: boolean
  /** It was never stopped: nothing of it may be imported. */
  readonly open: boolean
  /** SHA-256 of pictures that wait. */
  readonly pictures: readonly string[]
}

export interface Row {
  readonly entity_type: string
  readonly payload: unknown
  readonly status: string
  /** Unix seconds, or what is no time. */
  readonly created_at: unknown
}

export interface Life {
  readonly rows: readonly Row[]
  readonly entries: readonly TrueEntry[]
  /** In clear in some payloads, encrypted in others. */
  readonly token: string
  readonly keys: { readonly env?: string; readonly file?: string }
}

export interface LifeOptions {
  readonly entries: number
  /** Seconds. */
  readonly from: number
  readonly pictureBytes?: number
  readonly pictures?: number
}

const LITERAL = Buffer.from('default-encryption-key-32-bytes!', 'latin1')
const LOST = Buffer.alloc(32, 0xee)

/** Work of some days with everything that payloads and states of the former client can be, and rubbish in between. */
export function makeLife(
  random: Random,
  { entries: count, from, pictureBytes = 200, pictures = 0.3 }: LifeOptions,
): Life {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const token = `TOKEN-${Math.floor(random() * 1e12).toString(36)}`
  const own = createHash('sha256').update(token).digest('hex')
  const keys = pick([{}, { env: own }, { file: own }, { env: 'ab'.repeat(32), file: own }])
  const rows: Row[] = []
  const entries: TrueEntry[] = []
  let at = from
  const later = (): number => {
    at += 1 + Math.floor(random() * 900)
    return at
  }
  const boundary = Math.floor(random() * count)
  for (let n = 0; n < count; n += 1) {
    if (random() < 0.2) rows.push(rubbish())
    entries.push(
      entry(n, n < boundary ? 'sent' : n === boundary ? 'half' : 'waiting', n === count - 1 && random() < 0.3),
    )
  }
  return { rows, entries, token, keys }

  function entry(n: number, state: 'sent' | 'half' | 'waiting', open: boolean): TrueEntry {
    const name = state === 'waiting' && random() < 0.7 ? `temp-${n}` : `srv-${n}-${Math.floor(random() * 1e6)}`
    const [description, project] = [pick(['Work', '', 'שלום =1+1', '“zwei\nZeilen” 🕰️']) + n, `p-${n % 3}`]
    const shots: string[] = []
    const segments: Segment[] = []
    let begun = later()
    add('time_entry_start', { projectId: project, userId: 'u-1', description }, state !== 'waiting', begun)
    for (let paused = false; random() < 0.5 || paused; paused = !paused) {
      if (random() < pictures) shot()
      const when = later()
      add(paused ? 'time_entry_resume' : 'time_entry_pause', { id: name }, state === 'sent', when)
      if (paused) begun = when
      else segments.push({ from: begun * 1000, to: when * 1000 })
    }
    if (!open) {
      const when = later()
      add('time_entry_stop', { id: name }, state === 'sent', when)
      segments.push({ from: begun * 1000, to: when * 1000 })
    }
    return {
      description,
      project,
      segments,
      // What the server calls it is known by its steps, so it goes on as the one that is there.
      delivered: state === 'sent',
      open,
      pictures: state !== 'sent' && !open ? shots : [],
    }

    function shot(): void {
      const bytes = Buffer.alloc(pictureBytes, Math.floor(random() * 255))
      bytes.set([0xff, 0xd8, 0xff, 0xe0])
      bytes.writeUInt32BE(Math.floor(random() * 2 ** 32), 4)
      const sent = state === 'sent' || random() < 0.2
      const imageData = `data:image/jpeg;base64,${bytes.toString('base64')}`
      add('screenshot', { imageData, timeEntryId: name }, sent, later())
      if (!sent) shots.push(createHash('sha256').update(bytes).digest('hex'))
    }
  }

  function add(entity_type: string, payload: object, sent: boolean, created_at: number): void {
    const status = sent ? 'sent' : random() < 0.8 ? 'pending' : 'failed'
    rows.push({ entity_type, payload: disguised(payload), status, created_at })
  }

  /** Variants A to D. */
  function disguised(payload: object): string {
    const key = pick([
      LITERAL,
      ...Object.values(keys)
        .filter((hex) => hex === own)
        .map((hex) => Buffer.from(hex, 'hex')),
    ])
    switch (pick(['A', 'B', 'C', 'D'] as const)) {
      case 'A':
        return JSON.stringify({ ...payload, accessToken: token, refreshToken: `${token}-r` })
      case 'B':
        return JSON.stringify({ ...payload, accessToken: encrypted(token, key), _encrypted: pick([true, 1, 'yes']) })
      case 'C':
        return JSON.stringify(payload)
      case 'D':
        return encrypted(JSON.stringify({ ...payload, accessToken: token }), key)
    }
  }

  function rubbish(): Row {
    const created_at = pick<unknown>([at, null, 'soon', -1, 1e300])
    const broken: [string, unknown][] = [
      ['screenshot', encrypted(JSON.stringify({ accessToken: token }), LOST)],
      ['screenshot', `{"accessToken":"${token}`],
      ['invoice', JSON.stringify({ accessToken: token })],
      [`${token}`, null],
      ['screenshot', Buffer.from([0xff, 0x00, 0xfe])],
      ['screenshot', 17],
    ]
    const [entity_type, payload] = pick(broken)
    return { entity_type, payload, status: pick(['pending', 'failed']), created_at }
  }

  function encrypted(text: string, key: Buffer): string {
    const nonce = Buffer.from(Array.from({ length: 12 }, () => Math.floor(random() * 256)))
    const cipher = createCipheriv('aes-256-gcm', key, nonce)
    return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64')
  }
}
