import { parse } from '@humanwhocodes/momoa'

/** The line (from 1) at which a text stops being JSON; its last line when it merely ends too early. */
export function lineOfError(text: string): number {
  try {
    parse(text)
  } catch (error) {
    const { line } = error as { line?: number }
    if (typeof line === 'number') return line
  }
  return text.trimEnd().split('\n').length
}

/** The line on which the outermost object sets `key`; the last one when it does so twice, as JSON.parse takes that. */
export function lineOfMember(text: string, key: string): number | undefined {
  const { body } = parse(text)
  if (body.type !== 'Object') return undefined
  const member = body.members.findLast(({ name }) => (name.type === 'String' ? name.value : name.name) === key)
  return member?.loc.start.line
}
