import { EventEmitter } from 'node:events'
import { recordingLogger } from '@meantime/testkit'
import { expect, test } from 'vitest'
import type { Notice } from '../../src/bridge/bridge.js'
import { type FromAgent, fromAgent } from '../../src/bridge/channel.js'
import { AgentChannel, type MessageChannelEnd } from '../../src/carriers/channel/agent-channel.js'

/** Both ends in one process; what crosses is copied as JSON, as between two versions of Node. */
function opened() {
  const wire = new EventEmitter()
  const said: FromAgent[] = []
  const notices = new Set<(notice: Notice) => void>()
  const ends: string[] = []
  const listen = (event: string, listener: (...args: never[]) => void) => {
    wire.on(event, listener as () => void)
    return () => void wire.off(event, listener as () => void)
  }
  const end: MessageChannelEnd = {
    post: (message) => void said.push(fromAgent.parse(JSON.parse(JSON.stringify(message)))),
    onMessage: (listener) => listen('message', listener),
    onClose: (listener) => listen('close', listener),
  }
  const logger = recordingLogger()
  const channel = new AgentChannel(
    end,
    {
      dispatch: async (name, input) => ({ ok: true, value: { name, input } }),
      notices: {
        on(listener) {
          notices.add(listener)
          return () => void notices.delete(listener)
        },
      },
      logger,
    },
    { onEnd: () => void ends.push('end'), onPower: (change) => void ends.push(change) },
  )
  const tell = (notice: Notice) => {
    for (const listener of notices) listener(notice)
  }
  return { wire, said, channel, tell, notices, ends, logger }
}

const turn = () => new Promise((resolve) => setImmediate(resolve))

test('it says when it is ready, answers each question under its number, and passes on what happens', async () => {
  const { wire, said, channel, tell } = opened()
  channel.start()
  wire.emit('message', { kind: 'ask', id: 7, name: 'state', input: { a: 1 } })
  wire.emit('message', { kind: 'ask', id: 8, name: 'stop', input: {} })
  tell({ kind: 'changed' })
  await turn()
  expect(said).toEqual([
    { kind: 'ready' },
    { kind: 'notice', notice: { kind: 'changed' } },
    { kind: 'answer', id: 7, answer: { ok: true, value: { name: 'state', input: { a: 1 } } } },
    { kind: 'answer', id: 8, answer: { ok: true, value: { name: 'stop', input: {} } } },
  ])
})

test('what nobody understands is passed over, and the next question is answered', async () => {
  const { wire, said, channel, logger } = opened()
  channel.start()
  for (const message of [
    undefined,
    null,
    'ask',
    {},
    { kind: 'ask' },
    { kind: 'ask', id: -1, name: 'x' },
    { kind: 'other' },
  ])
    wire.emit('message', message)
  wire.emit('message', { kind: 'ask', id: 1, name: 'state', input: {} })
  await turn()
  expect(said.map(({ kind }) => kind)).toEqual(['ready', 'answer'])
  expect(logger.lines.filter(({ level }) => level === 'warn')).toHaveLength(7)
})

test('the shell is asked about the person; one that says nothing in time knows nothing', async () => {
  const { wire, said, channel } = opened()
  channel.start()
  const first = channel.person()
  wire.emit('message', { kind: 'person', id: 0, person: { idleMs: 1200, locked: 'unknown' } })
  expect(await first).toEqual({ idleMs: 1200, locked: 'unknown' })
  expect(await channel.person()).toEqual({ idleMs: 'unknown', locked: 'unknown' })
  expect(said.filter(({ kind }) => kind === 'person?')).toEqual([
    { kind: 'person?', id: 0 },
    { kind: 'person?', id: 1 },
  ])
})

test('an end that is asked for, a shell that is gone and a computer that wakes up are told on; after stop nothing is', () => {
  const { wire, said, channel, ends, notices } = opened()
  channel.start()
  wire.emit('message', { kind: 'power', change: 'resume' })
  wire.emit('message', { kind: 'end' })
  wire.emit('close')
  channel.show()
  channel.stop()
  wire.emit('close')
  expect(ends).toEqual(['resume', 'end', 'end'])
  expect(said.at(-1)).toEqual({ kind: 'show' })
  expect(notices.size).toBe(0)
})
