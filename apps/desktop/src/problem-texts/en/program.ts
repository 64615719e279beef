const safe = 'Nothing was changed.'
const SOURCE_SAFE = 'Nothing was imported, and the file was not changed.'

/** Of the program itself, and of moving in from another one. */
export const program = {
  UNEXPECTED: {
    what: 'Something went wrong inside Meantime.',
    safe: 'What was recorded before is still on this computer.',
    todo: 'The log in the data folder says more.',
  },
  AGENT_UNREACHABLE: {
    what: 'The agent did not answer.',
    safe: 'What you recorded is on this computer.',
    todo: 'What is true is shown as soon as it answers again.',
  },
  BRIDGE_REFUSED: { what: 'The agent did not let this window ask.', safe, todo: 'Open Meantime again.' },
  BRIDGE_FORBIDDEN: { what: 'Only Meantime’s own window may ask.', safe, todo: 'Open Meantime again.' },
  BRIDGE_UNKNOWN: {
    what: 'The agent does not know this question: this window may be of another version.',
    safe,
    todo: 'Quit Meantime and start it again.',
  },
  BRIDGE_INPUT: {
    what: 'The agent did not understand what was asked.',
    safe,
    todo: 'If it happens again, quit Meantime and start it again.',
  },
  BRIDGE_UNREADABLE: {
    what: 'The agent’s answer could not be understood: it may be of another version.',
    safe: 'What you recorded is on this computer.',
    todo: 'Quit Meantime and start it again.',
  },
  DESKTOP_RUNS: {
    what: 'Meantime is open already, in another window.',
    safe,
    todo: 'Use that one, or quit it first.',
  },
  IMPORT_UNDER_WAY: {
    what: 'An import is under way.',
    safe: 'Nothing was changed by this one.',
    todo: 'Wait until it has ended.',
  },
  IMPORT_NEEDS_ROOM: {
    what: 'Delivering this takes so many places in the queue that screenshots which wait there would be given up for it.',
    safe: 'Nothing was imported.',
    todo: 'Deliver first, or import without delivering.',
  },
  IMPORT_NO_ROOM: {
    what: 'There is no room on the disk for a copy of the database, which an import reads from.',
    safe: SOURCE_SAFE,
    todo: 'Free some space and try again.',
  },
  IMPORT_FORMAT_UNKNOWN: {
    what: 'This file cannot be read as what it was said to be.',
    safe: SOURCE_SAFE,
    todo: 'Check that it is the right file, or name another format.',
  },
  PROJECT_MAP_INVALID: { what: 'That does not say which project becomes which.', safe },
  HUBNITY_NOT_FOUND: {
    what: 'The database of the former client was not found.',
    safe: SOURCE_SAFE,
    todo: 'Name the file hubnity.db, or the folder that it lies in.',
  },
  SOURCE_NOT_HUBNITY: {
    what: 'This is not the database of the former client.',
    safe: SOURCE_SAFE,
    todo: 'Name the file hubnity.db of the former client.',
  },
  SOURCE_BUSY: {
    what: 'The file is being written all the time.',
    safe: SOURCE_SAFE,
    todo: 'Close that program and try again.',
  },
  SOURCE_NOT_ALLOWED: { what: 'You may not read this file.', safe: SOURCE_SAFE, todo: 'Check who owns it.' },
  SOURCE_DAMAGED: {
    what: 'The file is no database, or is damaged where it begins.',
    safe: SOURCE_SAFE,
    todo: 'If you have an older copy of it, try that one.',
  },
} as const
