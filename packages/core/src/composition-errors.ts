import { MeantimeError } from './errors.js'

/** A token's name, as people read it in an error. */
export const label = (token: symbol): string => Symbol.keyFor(token) ?? token.description ?? 'an unnamed service'

export function missingProvider(wanted: symbol, neededBy: string | undefined, isList: boolean): MeantimeError {
  const reason = neededBy === undefined ? '' : `, needed by ${neededBy}`
  const hint = isList
    ? 'Plugins contribute to it as a list: read it with all().'
    : 'Add a plugin that provides it to compose.ts.'
  return compositionError('MISSING_PROVIDER', `No plugin provides ${label(wanted)}${reason}.`, hint)
}

export function duplicateProvider(token: symbol, first: string, second: string): MeantimeError {
  const message = `${label(token)} is provided twice: by ${first} and by ${second}.`
  return compositionError('DUPLICATE_PROVIDER', message, 'Remove one plugin, or replace on purpose with an override.')
}

export function providerCycle(cycle: readonly { readonly name: string }[]): MeantimeError {
  const names = cycle.map(({ name }) => name).join(' → ')
  return compositionError('PROVIDER_CYCLE', `Services need each other in a circle: ${names}.`)
}

export function unusedOverride(token: symbol): MeantimeError {
  const message = `An override replaces ${label(token)}, which no plugin provides.`
  return compositionError('UNUSED_OVERRIDE', message, 'Provide a new service by a plugin; check the token.')
}

/** A factory that forgot its `return` would otherwise be run again at every use. */
export function emptyProvider(name: string, plugin: string): MeantimeError {
  return compositionError('EMPTY_PROVIDER', `The factory of ${name} in ${plugin} gave nothing.`)
}

export function lateRegistration(token: symbol, plugin: string): MeantimeError {
  const message = `${plugin} registered ${label(token)} after its register() had returned.`
  return compositionError('LATE_REGISTRATION', message, 'Make register() synchronous; open things in start().')
}

export function notStarted(name: string): MeantimeError {
  const message = `${name} was made after the app had started and is not open.`
  return compositionError('NOT_STARTED', message, 'Name it, or what needs it, in app.start().')
}

function compositionError(code: string, message: string, hint?: string): MeantimeError {
  return new MeantimeError({ code, kind: 'bug', message, ...(hint === undefined ? {} : { hint }) })
}
