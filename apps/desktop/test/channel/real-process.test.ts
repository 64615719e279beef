import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { openAnswer } from '../../src/bridge/answer.js'
import { type FromAgent, fromAgent } from '../../src/bridge/channel.js'
import { temporaryFolder } from '../support/agent.js'

const PROGRAM = fileURLToPath(new URL('../../dist/agent/main.js', import.meta.url))

/** As the shell starts it. */
function agentFor(folder: string) {
  expect(existsSync(PROGRAM), 'the desktop app is built').toBe(true)
  const child: ChildProcess = spawn(process.execPath, [PROGRAM, '--channel'], {
    serialization: 'json',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: {
      PATH: process.env.PATH,
      MEANTIME_DATA_DIR: folder,
      MEANTIME_TOKEN_STORE: 'file',
      MEANTIME_AUTO_SYNC: '0',
      TZ: 'UTC',
    },
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const heard: FromAgent[] = []
  const waiting = new Set<() => void>()
  child.on('message', (message) => {
    heard.push(fromAgent.parse(message))
    for (const look of waiting) look()
  })
  const ended = once(child, 'exit')
  const says = <T extends FromAgent>(wanted: (message: FromAgent) => message is T) =>
    new Promise<T>((resolve, reject) => {
      const look = () => {
        const found = heard.find(wanted)
        if (!found) return
        waiting.delete(look)
        resolve(found)
      }
      waiting.add(look)
      look()
      void ended.then(([code]) => reject(new Error(`it ended (${code}) before it said so`)))
    })
  let last = 0
  const ask = async (name: 'state' | 'start' | 'stop', input: object = {}) => {
    last += 1
    const id = last
    child.send({ kind: 'ask', id, name, input })
    const answered = (message: FromAgent): message is FromAgent & { kind: 'answer' } =>
      message.kind === 'answer' && message.id === id
    return openAnswer(name, (await says(answered)).answer)
  }
  return { child, says, ask, ended }
}

const isReady = (message: FromAgent): message is FromAgent & { kind: 'ready' } => message.kind === 'ready'

test('a real agent behind a real channel records, and after kill -9 the next one knows all of it at once', async () => {
  const folder = await temporaryFolder()
  const first = agentFor(folder)
  await first.says(isReady)
  await first.ask('start', { description: 'Report' })
  await first.says((message): message is FromAgent & { kind: 'notice' } => message.kind === 'notice')
  first.child.kill('SIGKILL')
  await first.ended
  const second = agentFor(folder)
  await second.says(isReady)
  expect(((await second.ask('state')) as { current: unknown }).current).toMatchObject({
    description: 'Report',
    state: 'running',
  })
  second.child.send({ kind: 'end' })
  expect(await second.ended).toEqual([0, null])
})

test('a shell that is gone takes its agent along, and a second agent on the folder says why it does not work', async () => {
  const folder = await temporaryFolder()
  const first = agentFor(folder)
  await first.says(isReady)
  const second = agentFor(folder)
  const { problem } = await second.says(
    (message): message is FromAgent & { kind: 'refused' } => message.kind === 'refused',
  )
  expect(problem.code).toBe('DESKTOP_RUNS')
  expect((await second.ended)[0]).toBe(1)
  expect(await first.says((message): message is FromAgent & { kind: 'show' } => message.kind === 'show')).toBeDefined()
  first.child.disconnect()
  expect(await first.ended).toEqual([0, null])
})
