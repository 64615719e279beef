import { createCipheriv } from 'node:crypto'
import { join } from 'node:path'
import Database from 'better-sqlite3'

/** In clear in some payloads, encrypted in others. */
export const FORMER_TOKEN = 'former-token-7e2a'
const KEY = Buffer.from('default-encryption-key-32-bytes!', 'latin1')
const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]).toString('base64')

interface Former {
  /** UTC ms. */
  readonly from: number
  /** What its server calls the entry that was begun online. */
  readonly remoteId: string
  readonly projectId?: string
  readonly userId?: string
}

/**
 * The former client's database with tokens in half of its payloads (A and B; C and D have none): an entry that was begun
 * online and ended without a network, and one that was offline from its start, with a pause and a picture.
 */
export function formerDatabase(folder: string, { from, remoteId, projectId = 'p-1', userId = 'u-1' }: Former): string {
  const file = join(folder, 'hubnity.db')
  const database = new Database(file)
  database.pragma('journal_mode = WAL')
  database.exec(`CREATE TABLE sync_queue (id INTEGER PRIMARY KEY, entity_type TEXT, payload TEXT,
    status TEXT DEFAULT 'pending', retry_count INT, created_at INT, last_retry_at INT)`)
  const insert = database.prepare(
    'INSERT INTO sync_queue (entity_type, payload, status, created_at) VALUES (?, ?, ?, ?)',
  )
  const add = (type: string, payload: string, status: string, minute: number) =>
    insert.run(type, payload, status, Math.floor(from / 1000) + 60 * minute)
  const start = (description: string) => ({ projectId, userId, description })
  add('time_entry_start', variantA(start('Begun online')), 'sent', 0)
  add('time_entry_stop', variantB({ id: remoteId }), 'failed', 60)
  add('time_entry_start', variantC(start('Offline')), 'pending', 120)
  add('screenshot', variantA({ imageData: `data:image/jpeg;base64,${JPEG}`, timeEntryId: 'temp-2' }), 'pending', 130)
  add('time_entry_pause', variantD({ id: 'temp-2' }), 'pending', 180)
  add('time_entry_resume', variantC({ id: 'temp-2' }), 'pending', 210)
  add('time_entry_stop', variantB({ id: 'temp-2' }), 'pending', 240)
  database.close()
  return file
}

const variantA = (payload: object) => JSON.stringify({ ...payload, accessToken: FORMER_TOKEN })
const variantB = (payload: object) =>
  JSON.stringify({ ...payload, accessToken: encrypted(FORMER_TOKEN), refreshToken: encrypted('r'), _encrypted: true })
const variantC = (payload: object) => JSON.stringify(payload)
const variantD = (payload: object) => encrypted(JSON.stringify(payload))

function encrypted(text: string): string {
  const nonce = Buffer.alloc(12, text.length)
  const cipher = createCipheriv('aes-256-gcm', KEY, nonce)
  return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64')
}
