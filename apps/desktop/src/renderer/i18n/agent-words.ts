import type { i18n as I18n } from 'i18next'
import type { ProblemView } from '../../bridge/shapes.js'
import { BUGS } from '../../problem-texts/bugs.js'
import { inOneLine } from '../../problem-texts/in-one-line.js'

/** What happened, what is safe, what to do. */
export interface ProblemWords {
  readonly code: string
  readonly message: string
  readonly safe?: string | undefined
  readonly hint?: string | undefined
  /** The agent's own English, where it is not what is shown: to be copied. */
  readonly detail?: string | undefined
}

interface Reason {
  readonly code: string
  readonly message: string
}

/**
 * A problem of the agent in the language of the window, by its code. The agent's own sentence stays where the window does not
 * know the code, and in English where the sentence names what the code cannot.
 */
export function problemWords(problem: ProblemView, i18n: I18n): ProblemWords {
  const { code, message } = problem
  const bug = BUGS.has(code)
  const text = (part: 'what' | 'safe' | 'todo') => lookUp(`problems.${bug ? 'UNEXPECTED' : code}.${part}`, i18n)
  const what = text('what')
  if (what === undefined) return problem
  const safe = text('safe')
  const hint = text('todo')
  if (inEnglish(i18n) && TELLS_MORE.has(code)) {
    return { code, message, safe: problem.safe ?? safe, hint: problem.hint ?? hint }
  }
  return { code, message: what, safe, hint, detail: inEnglish(i18n) && !bug ? undefined : said(problem) }
}

/** Why a task waits, or is parked. A way to the server that fails is the reason of one too. */
export function reasonWords(reason: Reason, i18n: I18n): Reason & { readonly detail?: string | undefined } {
  const { code } = reason
  const text = lookUp(`sync.reasons.${code}`, i18n)
  if (text === undefined) return problemWords(reason, i18n)
  if (inEnglish(i18n)) return { code, message: TELLS_MORE.has(code) ? reason.message : text }
  return { code, message: text, detail: said(reason) }
}

const said = (problem: ProblemView): string => `${problem.code}: ${inOneLine(problem)}`

const inEnglish = (i18n: I18n): boolean => i18n.language === 'en'

/** Codes come from the agent and from servers, so what has no text is no mistake. */
const lookUp = (key: string, i18n: I18n): string | undefined =>
  i18n.exists(key) ? i18n.t(key as 'problems.UNEXPECTED.what') : undefined

/** The agent's sentence names a time, a text, a file, a number, or which of several causes it was. */
export const TELLS_MORE: ReadonlySet<string> = new Set([
  ...['ALREADY_PAUSED', 'ALREADY_RUNNING', 'ALREADY_TRACKING', 'AWAY_ANSWERED', 'AWAY_TOO_MANY_SEGMENTS'],
  ...['DAY_INVALID', 'ENTRY_STOPPED', 'ENTRY_TOO_MANY_SEGMENTS', 'TEXT_NOT_ALLOWED', 'TEXT_TOO_LONG'],
  ...['TIME_BEFORE_LAST', 'TIME_INVALID', 'TIME_IN_FUTURE', 'TIME_OVERLAPS'],
  ...[
    'AUTH_REQUIRED',
    'BAD_CREDENTIALS',
    'BATCH_REFUSED',
    'FORBIDDEN',
    'HUBNITY_SERVER',
    'INVALID_REGISTRATION',
    'INVALID_SERVER_URL',
  ],
  ...['KEYRING_UNAVAILABLE', 'NOT_A_MEANTIME_SERVER', 'QUEUE_FULL', 'SERVER_ERROR', 'SERVER_RESTS', 'SERVER_TIMEOUT'],
  ...['SERVER_UNREACHABLE', 'THROTTLED', 'UNAUTHORIZED', 'UPGRADE_REQUIRED', 'BATCH_TOO_LARGE'],
  ...['DATABASE_CORRUPT', 'DATABASE_ERROR', 'DATABASE_FROM_NEWER_VERSION', 'DATA_FOLDER_UNUSABLE', 'DISK_FULL'],
  ...['FILE_UNWRITABLE', 'NODE_UNSUPPORTED', 'PROFILE_UNREADABLE', 'ROW_REFUSED', 'SETTINGS_UNREADABLE'],
  ...['SETTING_FIXED', 'SETTING_INVALID', 'SQLITE_TOO_OLD', 'BRIDGE_REFUSED', 'BRIDGE_INPUT', 'BRIDGE_UNREADABLE'],
  ...['AREA_OUTSIDE', 'BAD_AREA', 'BAD_EXCLUSION', 'BAD_PICTURE_OPTIONS', 'DISPLAY_HANGS', 'NO_DISPLAY', 'NO_PICTURE'],
  ...[
    'BLOB_DAMAGED',
    'PICTURE_TOO_LARGE',
    'PICTURE_UNREADABLE',
    'SOURCE_FAILED',
    'SPOOL_FAILED',
    'SPOOL_KEY_UNAVAILABLE',
  ],
  ...['HUBNITY_NOT_FOUND', 'IMPORT_FORMAT_UNKNOWN', 'IMPORT_NEEDS_ROOM', 'PROJECT_MAP_INVALID', 'SOURCE_BUSY'],
  ...['SOURCE_DAMAGED', 'SOURCE_NOT_ALLOWED', 'SOURCE_NOT_HUBNITY'],
  ...['invalid-item', 'invalid-payload', 'refused-by-server'],
  ...['project-ambiguous', 'project-archived', 'project-unknown'],
])
