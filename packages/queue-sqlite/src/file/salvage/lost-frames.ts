import { readWal, readWalIndex } from './wal.js'

/**
 * Whether commits are missing from the `-wal` of a file that nobody has open. SQLite reads a `-wal` up to the first
 * frame whose checksum is wrong and takes the rest for a write that a crash cut short, so it never complains.
 */
export function walLostCommits(file: string): boolean {
  const wal = readWal(`${file}-wal`)
  const index = readWalIndex(`${file}-shm`)
  if (index && index.frames > 0) {
    if (wal?.headerWhole && wal.salt.equals(index.salt)) return wal.chain < index.frames
    if (index.frames > index.backfilled) return true
  }
  if (!wal) return false
  if (!wal.headerWhole) return wal.frames.length > 0
  // Frames of a transaction that was given up may lie behind the last commit; a commit may not.
  return wal.frames.slice(wal.chain).some(({ commit }) => commit)
}

/** Whether it holds anything at all; SQLite removes the `-wal` of an empty database without a look into it. */
export const walHasFrames = (file: string): boolean => (readWal(`${file}-wal`)?.frames.length ?? 0) > 0
