import { parseArgs } from 'node:util'
import { AgentChannel, refuseChannel } from '../carriers/channel/agent-channel.js'
import { processChannel } from '../carriers/channel/process-channel.js'
import { problemOf, refusal } from './problem.js'
import { interrupted, prepare, runAgent } from './run-agent.js'

/*
 * The agent of a shell that started it with a channel: `main.js --channel`. It ends when the shell asks for
 * it, or is gone.
 */
const { values } = parseArgs({ options: { channel: { type: 'boolean' }, 'data-dir': { type: 'string' } } })
const channel = processChannel()
const UNKNOWN = { idleMs: 'unknown', locked: 'unknown' } as const

if (channel === undefined) {
  process.stderr.write('This is a part of Meantime that its desktop app starts. Run `meantime-desktop` instead.\n')
  process.exitCode = 2
} else {
  try {
    await run(channel)
  } catch (error) {
    refuseChannel(channel, problemOf(error))
    process.exitCode = 1
  }
  // The channel would keep this process alive.
  if (process.connected) process.disconnect()
}

async function run(end: NonNullable<ReturnType<typeof processChannel>>): Promise<void> {
  const { configuration, logger } = await prepare(values['data-dir'])
  let link: AgentChannel | undefined
  // What the shell knows of the person, where the desktop tells it.
  const presence = { state: async () => (await link?.person()) ?? UNKNOWN }
  const extras = { presence }
  const handedOver = await runAgent(
    { configuration, logger, extras, show: async () => link?.show() },
    async ({ dispatch, notices }) => {
      const shellEnds = new Promise<void>((resolve) => {
        const onPower = () => notices.tell({ kind: 'changed' })
        link = new AgentChannel(end, { dispatch, notices, logger }, { onEnd: resolve, onPower })
      })
      link?.start()
      return { end: Promise.race([shellEnds, interrupted()]), close: async () => link?.stop() }
    },
  )
  if (handedOver)
    throw refusal('DESKTOP_RUNS', 'Meantime is open already, in another window.', 'Use that one, or quit it first.')
}
