import { join } from 'node:path'
import { addLegacyRows, LEGACY_FILE } from '@meantime/testkit/legacy-database'
import Database from 'better-sqlite3'
import { writtenEntry } from './written.js'

/*
 * The former client at work: an entry in each transaction, so that whoever reads sees the first n of them whole; with
 * checkpoints, room made and the log begun anew as often as can be.
 */
process.once('disconnect', () => process.exit(0))
const database = new Database(join(process.env.MEANTIME_SOURCE ?? '', LEGACY_FILE))
database.pragma('wal_autocheckpoint = 20')
let n = 0
const write = database.transaction(() => {
  addLegacyRows(database, writtenEntry(n))
  // Pages are used anew: what is half old and half new would not fit together.
  database
    .prepare("DELETE FROM sync_queue WHERE entity_type = 'filler' AND id < (SELECT max(id) - 60 FROM sync_queue)")
    .run()
  n += 1
})

function work(): void {
  for (let times = 0; times < 5; times += 1) write()
  if (n % 50 === 0) database.pragma('wal_checkpoint(RESTART)')
  if (n % 170 === 0) database.pragma('wal_checkpoint(TRUNCATE)')
  if (n === 25) process.send?.({ ready: true })
  setTimeout(work, 2)
}
work()
