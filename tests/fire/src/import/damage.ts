import { readFileSync, truncateSync, writeFileSync } from 'node:fs'
import type { Random } from '@meantime/core'
import Database from 'better-sqlite3'

export interface Damage {
  readonly name: string
  /** True where SQLite cannot notice it: then something else may be read. */
  readonly silent: boolean
  do(file: string, random: Random): void
}

const PAGE = 4096

export const DAMAGES: readonly Damage[] = [
  {
    name: 'cut off',
    silent: false,
    do: (file, random) => truncateSync(file, Math.floor(readFileSync(file).length * random())),
  },
  {
    name: 'a page of zeros',
    silent: false,
    do: (file, random) =>
      change(file, (bytes) => {
        const page = Math.floor((random() * bytes.length) / PAGE) * PAGE
        bytes.fill(0, page, page + PAGE)
      }),
  },
  {
    name: 'bits flipped',
    silent: true,
    do: (file, random) =>
      change(file, (bytes) => {
        for (let n = 0; n < 1 + random() * 20; n += 1) {
          const at = Math.floor(random() * bytes.length)
          bytes[at] = (bytes[at] ?? 0) ^ (1 << Math.floor(random() * 8))
        }
      }),
  },
  {
    name: 'rubbish in the head',
    silent: true,
    do: (file, random) =>
      change(file, (bytes) => {
        for (let n = 0; n < 8; n += 1) bytes[Math.floor(random() * 100)] = Math.floor(random() * 256)
      }),
  },
  {
    name: 'wrong types',
    silent: true,
    do: (file) => {
      const database = new Database(file)
      database.exec(`UPDATE sync_queue SET created_at = 'x' WHERE id % 5 = 0;
        UPDATE sync_queue SET payload = x'00ff' WHERE id % 7 = 0; UPDATE sync_queue SET status = 3 WHERE id % 11 = 0;
        UPDATE sync_queue SET entity_type = NULL WHERE id % 13 = 0; UPDATE sync_queue SET created_at = 9e15 WHERE id % 17 = 0;
        UPDATE time_entries SET day = 5, accumulated_seconds = 'x'`)
      database.close()
    },
  },
]

function change(file: string, by: (bytes: Buffer) => void): void {
  const bytes = readFileSync(file)
  by(bytes)
  writeFileSync(file, bytes)
}
