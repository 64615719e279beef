import { badRequest } from './refusal.js'

type Fields = Readonly<Record<string, unknown>>
/** What is wrong with a value, in the words after the field's name; undefined when nothing is. */
type Rule = (value: unknown) => string | undefined

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i
const ISO = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?$/
const STATES = ['RUNNING', 'PAUSED', 'STOPPED']

const uuid: Rule = (value) => (typeof value === 'string' && UUID.test(value) ? undefined : 'must be a UUID')
const uuid4: Rule = (value) => (typeof value === 'string' && UUID_V4.test(value) ? undefined : 'must be a UUID')
const iso: Rule = (value) =>
  typeof value === 'string' && ISO.test(value) && !Number.isNaN(Date.parse(value))
    ? undefined
    : 'must be a valid ISO 8601 date string'
const state: Rule = (value) =>
  STATES.includes(value as string) ? undefined : `must be one of the following values: ${STATES.join(', ')}`
const seconds: Rule = (value) =>
  !Number.isInteger(value) ? 'must be an integer number' : (value as number) < 0 ? 'must not be less than 0' : undefined
export const text =
  (longest: number, shortest = 0): Rule =>
  (value) => {
    if (typeof value !== 'string') return 'must be a string'
    if (value.length > longest) return `must be shorter than or equal to ${longest} characters`
    return value.length < shortest ? `must be longer than or equal to ${shortest} characters` : undefined
  }
const flag: Rule = (value) => (typeof value === 'boolean' ? undefined : 'must be a boolean value')

interface Form {
  readonly rules: Readonly<Record<string, Rule>>
  readonly required: readonly string[]
}

export const FORMS = {
  login: { rules: { email: text(255), password: text(128, 1) }, required: ['email', 'password'] },
  refresh: { rules: { refreshToken: text(4096, 1) }, required: ['refreshToken'] },
  logout: { rules: { refreshToken: text(4096) }, required: [] },
  create: {
    rules: { userId: uuid, projectId: uuid, startTime: iso, description: text(5000), status: state },
    required: ['userId'],
  },
  patch: {
    rules: {
      projectId: uuid,
      startTime: iso,
      endTime: iso,
      duration: seconds,
      description: text(5000),
      status: state,
    },
    required: [],
  },
  item: {
    rules: {
      idempotencyKey: uuid4,
      userId: uuid,
      projectId: uuid,
      startTime: iso,
      endTime: iso,
      duration: seconds,
      description: text(5000),
      status: state,
      timezone: text(64),
    },
    required: ['idempotencyKey', 'userId', 'startTime'],
  },
  screenshot: {
    rules: { imageData: text(Number.POSITIVE_INFINITY), timeEntryId: uuid },
    required: ['imageData', 'timeEntryId'],
  },
  heartbeat: { rules: { isActive: flag }, required: [] },
} as const satisfies Record<string, Form>

/** The fields of a body, or a 400 with a list of what is wrong: a field that is not known is wrong too. */
export function checked(body: unknown, form: Form): Fields {
  const problems = problemsOf(body, form)
  if (problems.length > 0) throw badRequest(problems)
  return body as Fields
}

/** The items of a batch, or a 400 whose every line names its item: `entries.3.startTime must be …`. */
export function checkedBatch(body: unknown): readonly Fields[] {
  const { entries, ...rest } = fieldsOf(body)
  const problems = Object.keys(rest).map((name) => `property ${name} should not exist`)
  if (!Array.isArray(entries)) problems.push('entries must be an array')
  else if (entries.length < 1) problems.push('entries must contain at least 1 elements')
  else if (entries.length > 100) problems.push('entries must contain no more than 100 elements')
  else problems.push(...entries.flatMap((item, n) => problemsOf(item, FORMS.item, `entries.${n}.`)))
  if (problems.length > 0) throw badRequest(problems)
  return entries as Fields[]
}

function problemsOf(body: unknown, { rules, required }: Form, prefix = ''): string[] {
  const fields = fieldsOf(body)
  const unknown = Object.keys(fields).filter((name) => !Object.hasOwn(rules, name))
  const problems = unknown.map((name) => `${prefix}property ${name} should not exist`)
  for (const [name, rule] of Object.entries(rules)) {
    const value = fields[name]
    if (value === undefined || value === null) {
      if (required.includes(name)) problems.push(`${prefix}${name} should not be empty`)
      continue
    }
    const wrong = rule(value)
    if (wrong !== undefined) problems.push(`${prefix}${name} ${wrong}`)
  }
  return problems
}

function fieldsOf(body: unknown): Fields {
  return typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as Fields) : {}
}
