import { chmodSync, closeSync, openSync, statSync } from 'node:fs'

const OWNER_ONLY = 0o600
const OTHERS = 0o077

/** Makes a database file for its owner only, also one that is there and wider, with what SQLite has laid beside it. */
export function makePrivate(file: string): void {
  try {
    // Only a new one: closing a file takes away the locks that this process's other connections have on it
    // (sqlite.org, "How To Corrupt An SQLite Database File", 2.2).
    closeSync(openSync(file, 'wx', OWNER_ONLY))
  } catch {
    // It is there; or something is wrong that SQLite says better.
  }
  narrow(file)
}

/** SQLite makes `-wal` and `-shm` with the mode of their database; those of an earlier version may be wider. */
export function narrow(file: string): void {
  for (const path of ['', '-wal', '-shm', '-journal'].map((suffix) => file + suffix)) {
    try {
      const found = statSync(path, { throwIfNoEntry: false })
      // Only when needed: it changes what the file looks like from outside, and so costs a full check.
      if (found?.isFile() && (found.mode & OTHERS) !== 0 && process.platform !== 'win32') chmodSync(path, OWNER_ONLY)
    } catch {
      // Somebody else's file, or a file system without modes.
    }
  }
}
