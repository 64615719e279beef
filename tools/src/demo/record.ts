import { meantime } from '../meantime-cli.js'
import { instantOf, midnight, WORKDAY } from './day.js'
import { say } from './narrate.js'

/** Records the same working day on each of the last `days` days, command by command. Returns how many there were. */
export async function recordDays(client: string, days: number): Promise<number> {
  let commands = 0
  for (let ago = days; ago >= 1; ago -= 1) {
    const day = midnight(Date.now(), ago)
    for (const step of WORKDAY) {
      const at = instantOf(day, step)
      const { exitCode, stderr } = await meantime(client, [...step.args, '--at', at])
      if (exitCode !== 0) throw new Error(`meantime ${step.args.join(' ')} failed: ${stderr}`)
      if (ago === days) say(`${at.slice(11, 16)}  meantime ${step.args.map(quoted).join(' ')}`)
      commands += 1
    }
    if (ago === days) say(`… and the same on the next ${days - 1} days`)
  }
  return commands
}

const quoted = (word: string): string => (/\s/.test(word) ? `"${word}"` : word)
