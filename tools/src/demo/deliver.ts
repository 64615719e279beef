import { meantime } from '../meantime-cli.js'
import { say } from './narrate.js'
import type { Fate, ServerProcess } from './server-process.js'

const DELIVERED = 0
const MOST_RUNS = 30

/** `meantime sync`, again and again as a background job would, until nothing is left; the server is killed on the way. */
export async function deliverThroughTrouble(server: ServerProcess, client: string): Promise<void> {
  await server.start('dies')
  let killed = false
  for (let run = 1; run <= MOST_RUNS; run += 1) {
    const { exitCode, stdout, stderr } = await meantime(client, ['sync'])
    tellFates(server.fates.splice(0))
    say(`meantime sync → ${exitCode}: ${lastLine(stderr) || lastLine(stdout)}`)
    if (!server.running) {
      if (server.killedBy !== 'SIGKILL') throw new Error('The server ended, but not by SIGKILL')
      killed = true
      say('── the server was killed (SIGKILL) after it had stored a batch and before it answered; it is started again')
      await server.start('bad-day')
    } else if (exitCode === DELIVERED) {
      if (!killed) throw new Error('The server was never killed: this demo shows nothing')
      return
    }
  }
  throw new Error(`Not delivered after ${MOST_RUNS} runs`)
}

function tellFates(fates: readonly Fate[]): void {
  for (const { n, fault } of fates) {
    if (fault === 'lose-response') say(`request ${n}: stored, and the answer lost on the way`)
    else if (typeof fault === 'object') say(`request ${n}: answered ${fault.status}`)
  }
}

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? ''
