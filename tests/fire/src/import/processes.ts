import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Import } from './here.js'

export interface Finished {
  readonly imported: number
  readonly pictures: number
  readonly maxRssMb: number
}

/** Runs an import to its end. Throws what it said when it failed. */
export async function importInProcess(request: Import): Promise<Finished> {
  const { child, said } = spawn('child', environment(request))
  const messages: unknown[] = []
  child.on('message', (message) => messages.push(message))
  const [code] = (await once(child, 'exit')) as [number | null]
  const finished = messages.at(-1) as Finished | undefined
  if (code !== 0 || finished?.imported === undefined) throw new Error(`an import ended with ${code}: ${said()}`)
  return finished
}

/** Kills an import so many ms after it began. False when it was faster. */
export async function importAndKill(request: Import, afterMs: number): Promise<boolean> {
  const { child, said } = spawn('child', environment(request))
  const gone = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>
  await Promise.race([once(child, 'message'), gone])
  await Promise.race([pause(afterMs), gone])
  child.kill('SIGKILL')
  const [code, signal] = await gone
  if (signal !== 'SIGKILL' && code !== 0) throw new Error(`an import ended with ${code}: ${said()}`)
  return signal === 'SIGKILL'
}

/** A former client that goes on working until `end` is called. */
export async function startWriter(folder: string): Promise<{ end(): Promise<void> }> {
  const { child, said } = spawn('writer', { MEANTIME_SOURCE: folder })
  const gone = once(child, 'exit')
  await Promise.race([once(child, 'message'), gone])
  if (child.exitCode !== null) throw new Error(`the writer ended: ${said()}`)
  const end = async () => {
    child.kill('SIGKILL')
    await gone
  }
  return { end }
}

function environment({ here, source, key }: Import): Record<string, string> {
  return { MEANTIME_HERE: here, MEANTIME_SOURCE: source, ...(key === undefined ? {} : { MEANTIME_KEY: key }) }
}

function spawn(script: string, env: Record<string, string>): { child: ChildProcess; said: () => string } {
  const file = fileURLToPath(new URL(`${script}.js`, import.meta.url))
  const child = fork(file, {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    execArgv: [],
    env: { ...process.env, ...env },
  })
  let text = ''
  child.stderr?.setEncoding('utf8').on('data', (part: string) => {
    text += part
  })
  return { child, said: () => text }
}
