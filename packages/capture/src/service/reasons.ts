import { isMeantimeError } from '@meantime/core'

/** Why there is no picture of a moment at which one was due: the code in the ledger, and the words for its person. */
export const SKIPPED: Readonly<Record<string, string>> = {
  paused: 'pictures were paused',
  private: 'it was a private time',
  idle: 'nobody was at the computer',
  locked: 'the screen was locked',
  missed: 'the computer slept or was busy at that moment',
  busy: 'the picture before was still being made',
  unchanged: 'the screen looked as it did before',
  'turned-off': 'pictures were turned off while it was being made',
  'entry-over': 'the entry was stopped or paused while it was being made',
  interrupted: 'the program was ended while it was being made',
  'screen-missed': 'that screen gave no picture',
  'no-source': 'no way to take pictures is installed',
  'no-display': 'there is no screen that this program could see',
  'no-screen': 'no screen was attached or switched on',
  wayland: 'this kind of session (Wayland) lets no program take pictures',
  'no-permission': 'the system does not allow it yet',
  'not-installed': 'the part that takes pictures is not installed',
  'source-failed': 'the system gave no picture',
  'bad-exclusion': 'an exclusion could not be understood',
  'pictures-unavailable': 'pictures cannot be made on this computer',
  'picture-failed': 'the picture could not be made',
  'disk-full': 'the disk was full',
  'not-stored': 'the picture could not be written',
  'queue-full': 'the queue was full',
}

export const skippedWords = (code: string): string => SKIPPED[code] ?? code.replaceAll('-', ' ')

/** The reason that an error stands for: DISK_FULL is `disk-full`. */
export function reasonOf(error: unknown, otherwise: string): string {
  if (!isMeantimeError(error)) return otherwise
  const code = reasonOfCode(error.code)
  return SKIPPED[code] === undefined ? otherwise : code
}

export const reasonOfCode = (code: string): string => code.toLowerCase().replaceAll('_', '-')
