const safe = 'Nothing recorded before has changed.'
const NOT_TAKEN = 'This one change was not recorded; everything recorded before is safe.'
const KEPT = 'Nothing in it was deleted, and what can be read of it is kept.'

/** Of the disk, the database and the settings. */
export const storage = {
  DISK_FULL: { what: 'The disk is full.', safe: NOT_TAKEN, todo: 'Free some space and do it again.' },
  DISK_ERROR: {
    what: 'The disk reported an error.',
    safe: NOT_TAKEN,
    todo: 'Check the disk and its free space, then do it again.',
  },
  STORAGE_ENOSPC: { what: 'The disk is full.', safe, todo: 'Free some space and try again.' },
  STORAGE_EDQUOT: { what: 'Your share of the disk is full.', safe, todo: 'Free some space and try again.' },
  STORAGE_EROFS: { what: 'The disk is read-only.', safe, todo: 'Make it writable and try again.' },
  STORAGE_EACCES: { what: 'The data folder may not be written by you.', safe, todo: 'Check who owns it.' },
  STORAGE_EIO: {
    what: 'The disk reports an error.',
    safe,
    todo: 'Check the disk, and keep a copy of the data folder.',
  },
  DATABASE_BUSY: {
    what: 'Another program keeps the database busy.',
    safe: NOT_TAKEN,
    todo: 'Close other Meantime windows, or try again in a moment.',
  },
  DATABASE_READ_ONLY: {
    what: 'The database cannot be written: the file or its folder is read-only.',
    safe: NOT_TAKEN,
    todo: 'Give yourself write access to the data folder, or choose another one.',
  },
  DATABASE_CANNOT_OPEN: {
    what: 'The database file cannot be opened.',
    safe,
    todo: 'Check that the data folder exists and belongs to you.',
  },
  DATABASE_CORRUPT: {
    what: 'The database file is damaged.',
    safe: KEPT,
    todo: 'Close other Meantime windows, then do it again: work goes on with what could be read.',
  },
  NOT_A_DATABASE: {
    what: 'The file is not a database.',
    safe: KEPT,
    todo: 'Do it again: the file is set aside then, and work goes on with what could be read.',
  },
  OUT_OF_MEMORY: {
    what: 'There was not enough memory for the database.',
    safe: NOT_TAKEN,
    todo: 'Close other programs and do it again.',
  },
  ROW_REFUSED: {
    what: 'The database refused the change.',
    safe: 'Nothing was changed.',
    todo: 'The log in the data folder says more.',
  },
  DATABASE_ERROR: {
    what: 'The database refused the change.',
    safe: 'Everything recorded before is still in the file.',
    todo: 'The log in the data folder says more.',
  },
  DATABASE_OF_ANOTHER_PROGRAM: {
    what: 'The database file belongs to another program.',
    safe: 'The file was not touched.',
    todo: 'Choose another data folder.',
  },
  DATABASE_FROM_NEWER_VERSION: {
    what: 'The database was written by a newer version of Meantime.',
    safe: 'The file was not touched; your work is in it.',
    todo: 'Update this program.',
  },
  NODE_UNSUPPORTED: {
    what: 'The database does not run safely on this version of Node yet.',
    safe: 'Nothing was opened or changed.',
    todo: 'Run it with Node 20 or 22.',
  },
  SQLITE_TOO_OLD: {
    what: 'This version of SQLite can damage a database; a newer one is needed.',
    safe,
    todo: 'Install Meantime again.',
  },
  DATA_FOLDER_UNUSABLE: {
    what: 'The data folder cannot be used.',
    safe,
    todo: 'Check that it exists and belongs to you, or choose another.',
  },
  PROFILE_UNREADABLE: {
    what: 'The file that says who is signed in cannot be read.',
    safe: 'Your recorded work is untouched.',
    todo: 'Move the file away and sign in again.',
  },
  FILE_UNWRITABLE: {
    what: 'A file of the data folder cannot be written.',
    safe: 'What it held before is unchanged.',
    todo: 'Check that the disk has room and that the folder belongs to you.',
  },
  SETTINGS_UNREADABLE: {
    what: 'The settings file cannot be read.',
    safe: 'The file was left as it is.',
    todo: 'Correct it, or move it away to go on with the defaults.',
  },
  SETTING_INVALID: {
    what: 'A setting cannot have this value.',
    safe: 'Nothing was changed.',
    todo: 'Correct it, or leave it out to take the default.',
  },
  SETTING_UNKNOWN: { what: 'There is no such setting.', safe: 'Nothing was changed.' },
  SETTING_FIXED: {
    what: 'This setting is set elsewhere; it can be changed only there.',
    safe: 'Nothing was changed.',
  },
} as const
