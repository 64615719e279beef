const safe = 'Your tracked time is not affected.'
const WITHOUT = 'Your time is tracked all the same, without pictures.'

/** Of screenshots. */
export const pictures = {
  NO_SOURCE: {
    what: 'No way to take pictures is installed.',
    safe: WITHOUT,
    todo: 'Install Meantime again, with its optional parts.',
  },
  NOT_INSTALLED: {
    what: 'The part that takes pictures is not installed, or has no build for this system.',
    safe: WITHOUT,
    todo: 'Install Meantime again, with its optional parts.',
  },
  PICTURES_UNAVAILABLE: {
    what: 'The part that compresses pictures could not be loaded on this computer.',
    safe: WITHOUT,
    todo: 'Install Meantime again; if that does not help, your system may have no build of it.',
  },
  SOURCE_FAILED: { what: 'The system gave no picture.', safe: WITHOUT, todo: 'It is tried again by itself.' },
  NO_FILES: {
    what: 'The folder of pictures that stand for screens holds no PNG file.',
    safe: WITHOUT,
    todo: 'Put one PNG file for each screen there.',
  },
  BAD_DESKTOP_FILE: {
    what: 'The file windows.json, which says what is on the screens, cannot be read.',
    safe: WITHOUT,
    todo: 'Correct or remove it.',
  },
  WAYLAND: {
    what: 'This is a Wayland session, in which programs cannot take pictures unnoticed and see no other windows.',
    safe: WITHOUT,
    todo: 'Sign out and choose the session with “Xorg” or “X11” in its name; time is tracked in either.',
  },
  NO_DISPLAY: {
    what: 'There is no screen that Meantime can see.',
    safe: WITHOUT,
    todo: 'Start Meantime from the desktop whose screens it is to show.',
  },
  NO_SCREEN: {
    what: 'No screen is attached or switched on.',
    safe: WITHOUT,
    todo: 'Pictures go on when there is one.',
  },
  NO_PERMISSION: {
    what: 'macOS does not let Meantime record the screen yet.',
    safe: WITHOUT,
    todo: 'Allow it in System Settings → Privacy & Security → Screen Recording, then start Meantime again.',
  },
  DISPLAY_HANGS: {
    what: 'The display gives no picture.',
    safe: WITHOUT,
    todo: 'Pictures go on when it answers again.',
  },
  NO_PICTURE: { what: 'There is no such picture: no screen gave it, or it is no longer on this computer.', safe },
  PICTURE_UNREADABLE: { what: 'The picture cannot be read.', safe },
  PICTURE_TOO_LARGE: { what: 'The picture is larger than Meantime takes.', safe },
  BAD_PICTURE_OPTIONS: {
    what: 'The settings of pictures do not go together.',
    safe,
    todo: 'Correct the settings of screenshots.',
  },
  BAD_EXCLUSION: {
    what: 'An exclusion of an app or a title cannot be understood.',
    safe: 'No picture is taken while an exclusion cannot be understood.',
    todo: 'Correct it in Settings.',
  },
  BAD_AREA: { what: 'That is no area of a picture.', safe, todo: 'Draw the box again.' },
  AREA_OUTSIDE: { what: 'No box lies in the picture.', safe, todo: 'Draw the box again.' },
  PAUSE_INVALID: {
    what: 'Pictures can be paused for up to 7 days.',
    safe,
    todo: 'To have none for longer, turn them off.',
  },
  SHOT_NOT_HELD: { what: 'This picture waits to be sent already; it can only be deleted now.', safe },
  SHOT_UNKNOWN: { what: 'There is no such picture on this computer.', safe },
  BLOB_EMPTY: { what: 'A picture with nothing in it was not kept.', safe },
  BLOB_DAMAGED: { what: 'A picture was damaged on the disk.', safe },
  BLOB_KEY_LOST: {
    what: 'The key that a picture was encrypted with is gone from this computer; nobody can read it any more.',
    safe,
    todo: 'If you moved or restored the data folder, bring the keyring of the same user along.',
  },
  SPOOL_FAILED: {
    what: 'A picture could not be kept.',
    safe,
    todo: 'Check that the data folder can be written.',
  },
  SPOOL_KEY_UNAVAILABLE: {
    what: 'The keyring that holds the key of your pictures cannot be used.',
    safe: 'Your tracked time is not affected, and no picture is kept unencrypted.',
    todo: 'Unlock the keyring, or sign in to the desktop.',
  },
} as const
