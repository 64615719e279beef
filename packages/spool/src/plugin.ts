import { dirname } from 'node:path'
import { BLOB_STORE, CLOCK, LOGGER, type Plugin } from '@meantime/core'
import { FileSpool } from './file-spool.js'
import type { OpenKeySource } from './key/key-source.js'
import { keyInKeyringOrFile } from './key/sources.js'
import { type SpoolDisk, systemDisk } from './spool-disk.js'

export interface FileSpoolOptions {
  /** Made, for its owner only, at the first file. Nothing else should be kept in it. */
  readonly folder: string
  /**
   * How long a file that no task names is kept: between a file and its row lie milliseconds, but a laptop can fall
   * asleep in between. @default 600 000 ms
   */
  readonly graceMs?: number
  /**
   * A picture is refused with DISK_FULL when less room would be left, so that worked time can still be recorded.
   * @default 32 MiB
   */
  readonly reserveBytes?: number
  /**
   * Where the key comes from that every file is encrypted with; `none` for a disk that is encrypted already. Files of
   * before are read whatever they are. @default keyInKeyringOrFile, written down in the folder above
   */
  readonly key?: OpenKeySource | 'none'
  /** @default the system's */
  readonly disk?: SpoolDisk
}

/** Keeps large content beside the queue as files. Costs nothing until the first one. */
export const fileSpool = ({
  folder,
  graceMs = 10 * 60_000,
  reserveBytes = 32 * 1024 * 1024,
  key = keyInKeyringOrFile({ folder: dirname(folder) }),
  disk = systemDisk,
}: FileSpoolOptions): Plugin => ({
  name: '@meantime/spool',
  register(registry) {
    registry.provide(BLOB_STORE, (resolve) => {
      const [clock, logger] = [resolve(CLOCK), resolve(LOGGER)]
      const keys = key === 'none' ? undefined : key({ clock, logger, disk })
      return new FileSpool({ folder, graceMs, reserveBytes }, keys, disk, clock, logger)
    })
  },
})
