const safe = 'Nothing was changed.'

/** Of what is tracked: what it is, and when. */
export const time = {
  AWAY_UNKNOWN: { what: 'This time away is not asked about any more.', safe },
  AWAY_ANSWERED: { what: 'That time away was answered before.', safe },
  AWAY_NOTHING_LEFT: { what: 'Nothing of that time is counted any more: it was corrected in another way since.', safe },
  AWAY_TOO_MANY_SEGMENTS: {
    what: 'The entry has more stretches of work than a server takes in one edit.',
    safe,
    todo: 'Keep the time, or stop the entry and begin another.',
  },
  ENTRY_TOO_MANY_SEGMENTS: {
    what: 'That makes an entry of more stretches of work than a server takes.',
    safe,
    todo: 'Do it with fewer entries.',
  },
  ENTRY_NOT_OPEN: { what: 'That entry is not the one that is open.', safe },
  ENTRY_UNKNOWN: { what: 'There is no such entry any more.', safe },
  ENTRY_STOPPED: { what: 'The entry is stopped; an edit cannot set it running.', safe, todo: 'Start a new entry.' },
  ALREADY_PAUSED: { what: 'It is paused already.', safe },
  ALREADY_RUNNING: { what: 'It is running already.', safe, todo: 'Nothing to do.' },
  ALREADY_TRACKING: { what: 'An entry is open already.', safe, todo: 'Stop it first.' },
  NOTHING_RUNNING: { what: 'No entry is open.', safe, todo: 'Start one.' },
  TIME_INVALID: { what: 'That is not a time that an entry can have.', safe, todo: 'Check the times.' },
  TIME_IN_FUTURE: { what: 'That time is in the future.', safe, todo: 'Choose a moment that has passed.' },
  TIME_BEFORE_LAST: {
    what: 'That moment is before the entry last changed.',
    safe,
    todo: 'Choose a later moment.',
  },
  TIME_NEGATIVE: {
    what: 'A stretch of time ends before it starts, or overlaps the one before it.',
    safe,
    todo: 'Check the times.',
  },
  TIME_OVERLAPS: { what: 'Another entry was tracked at that moment.', safe, todo: 'Choose a later moment.' },
  MERGE_ONE: { what: 'There is nothing to merge with.', safe, todo: 'Choose at least two entries.' },
  SPLIT_OUTSIDE: {
    what: 'That moment is not within the worked time.',
    safe,
    todo: 'Choose one between its start and its end.',
  },
  DAY_INVALID: { what: 'That is not a day of the calendar.', safe, todo: 'Choose another day.' },
  TEXT_TOO_LONG: { what: 'The text is longer than is kept.', safe, todo: 'Shorten it.' },
  TEXT_NOT_ALLOWED: {
    what: 'The text holds a character that cannot be stored faithfully.',
    safe,
    todo: 'Remove that character.',
  },
  CHANGED_SINCE: {
    what: 'It was changed again since, so this cannot be taken back.',
    safe,
    todo: 'Correct it by hand.',
  },
  NOTHING_TO_UNDO: { what: 'There is nothing to undo.', safe },
} as const
