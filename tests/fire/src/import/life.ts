import { createHash } from 'node:crypto'
import type { Random } from '@meantime/core'
import {
  LEGACY_KEY,
  type LegacyRow,
  legacyEncrypted,
  legacyPayload,
  shot as shotRow,
  start,
  step,
} from '@meantime/testkit/legacy-database'

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

export interface Life {
  readonly rows: readonly LegacyRow[]
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

const LOST = 'ee'.repeat(32)

/** Work of some days with everything that payloads and states of the former client can be, and rubbish in between. */
export function makeLife(
  random: Random,
  { entries: count, from, pictureBytes = 200, pictures = 0.3 }: LifeOptions,
): Life {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const token = `TOKEN-${Math.floor(random() * 1e12).toString(36)}`
  const own = createHash('sha256').update(token).digest('hex')
  const keys = pick([{}, { env: own }, { file: own }, { env: 'ab'.repeat(32), file: own }])
  const rows: LegacyRow[] = []
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
    add(start(description, { projectId: project }), state !== 'waiting', begun)
    for (let paused = false; random() < 0.5 || paused; paused = !paused) {
      if (random() < pictures) shot()
      const when = later()
      add(step(paused ? 'resume' : 'pause', name), state === 'sent', when)
      if (paused) begun = when
      else segments.push({ from: begun * 1000, to: when * 1000 })
    }
    if (!open) {
      const when = later()
      add(step('stop', name), state === 'sent', when)
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
      add(shotRow(name, bytes), sent, later())
      if (!sent) shots.push(createHash('sha256').update(bytes).digest('hex'))
    }
  }

  function add({ payload, ...row }: LegacyRow, sent: boolean, created_at: number): void {
    const status = sent ? 'sent' : random() < 0.8 ? 'pending' : 'failed'
    rows.push({ ...row, payload: disguised(payload as object), status, created_at })
  }

  function disguised(payload: object): string {
    const key = pick([LEGACY_KEY, ...Object.values(keys).filter((hex) => hex === own)])
    const variant = pick(['A', 'B', 'C', 'D'] as const)
    switch (variant) {
      case 'A':
        return legacyPayload(variant, payload, { accessToken: token, refreshToken: `${token}-r` })
      case 'B':
        return legacyPayload(
          variant,
          payload,
          { accessToken: token },
          { key, nonce: nonce(), mark: pick([true, 1, 'yes']) },
        )
      case 'C':
        return legacyPayload(variant, payload)
      case 'D':
        return legacyPayload(variant, payload, { accessToken: token }, { key, nonce: nonce() })
    }
  }

  function rubbish(): LegacyRow {
    const created_at = pick<unknown>([at, null, 'soon', -1, 1e300])
    const broken: [string, unknown][] = [
      ['screenshot', legacyEncrypted({ accessToken: token }, { key: LOST, nonce: nonce() })],
      ['screenshot', `{"accessToken":"${token}`],
      ['invoice', JSON.stringify({ accessToken: token })],
      [`${token}`, null],
      ['screenshot', Buffer.from([0xff, 0x00, 0xfe])],
      ['screenshot', 17],
    ]
    const [entity_type, payload] = pick(broken)
    return { entity_type, payload, status: pick(['pending', 'failed']), created_at }
  }

  function nonce(): Buffer {
    return Buffer.from(Array.from({ length: 12 }, () => Math.floor(random() * 256)))
  }
}
