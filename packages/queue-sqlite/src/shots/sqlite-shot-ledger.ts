import type {
  AccountId,
  Clock,
  HeldShot,
  Logger,
  Shot,
  ShotLedger,
  ShotPicture,
  ShotQuery,
  SkippedShot,
  TaskId,
} from '@meantime/core'
import type { SqliteFile } from '../file/sqlite-file.js'
import { deleteShots } from './delete-shots.js'
import { findShot, listShots } from './log.js'
import { nextReleaseAt, RELEASE_CHUNK, release } from './release.js'
import { INSERT_SHOT, pictureColumns, toRow } from './rows.js'

/** The log of pictures in the queue's own file, so that a shot and its task can never disagree. */
export class SqliteShotLedger implements ShotLedger {
  constructor(
    private readonly file: SqliteFile,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  async record(shot: HeldShot | SkippedShot): Promise<void> {
    const row = toRow(shot, this.clock.now())
    await this.file.write((connection) => void connection.sql(INSERT_SHOT).run(row))
  }

  async release(account: AccountId): Promise<number> {
    const { capacity } = this.file.settings
    for (let queued = 0; ; ) {
      const part = await this.file.write((connection) =>
        release(connection, { account, now: this.clock.now(), capacity }),
      )
      queued += part.queued
      if (part.refused > 0)
        this.logger.warn('the queue is full; pictures stay on this computer for now', {
          capacity,
          held: part.refused,
        })
      if (part.full || part.queued + part.deleted < RELEASE_CHUNK) return queued
    }
  }

  nextReleaseAt(account: AccountId): Promise<number | undefined> {
    return this.file.read((connection) => nextReleaseAt(connection, account, this.clock.now()))
  }

  get(id: TaskId): Promise<Shot | undefined> {
    return this.file.read((connection) => findShot(connection, id))
  }

  list(query: ShotQuery): Promise<readonly Shot[]> {
    return this.file.read((connection) => listShots(connection, query))
  }

  delete(ids: readonly TaskId[]): Promise<readonly TaskId[]> {
    return this.file.write((connection) => deleteShots(connection, ids, this.clock.now()))
  }

  replace(id: TaskId, picture: ShotPicture): Promise<boolean> {
    const replaced = `UPDATE shots SET sha256 = :sha256, bytes = :bytes, media_type = :media_type, width = :width,
      height = :height, redacted = :redacted WHERE id = :id AND state = 'held'`
    return this.file.write(
      (connection) => connection.sql(replaced).run({ ...pictureColumns(picture), id }).changes === 1,
    )
  }
}
