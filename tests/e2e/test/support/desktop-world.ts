import { DesktopAgent } from '@meantime/tools'
import { expect, onTestFinished } from 'vitest'
import { RealWorld } from './real-world.js'

/** A real server, a person signed in, and the desktop app as its own process. */
export async function desk({ autoSync = true }: { autoSync?: boolean } = {}) {
  const world = new RealWorld()
  onTestFinished(() => world.end())
  await world.serverUp()
  expect((await world.signUp()).exitCode).toBe(0)
  const open = async () => {
    const agent = await DesktopAgent.start(world.client, { autoSync })
    onTestFinished(() => agent.kill())
    return agent
  }
  return { world, open, agent: await open() }
}

/** Resolves when the question's answer is as wanted; asked again at each notice, never by a timer. */
export async function becomes(agent: DesktopAgent, wanted: (state: Awaited<ReturnType<typeof stateOf>>) => boolean) {
  let wake: () => void = () => undefined
  const off = await agent.listen(() => wake())
  try {
    for (;;) {
      const told = new Promise<void>((resolve) => {
        wake = resolve
      })
      const state = await stateOf(agent)
      if (wanted(state)) return state
      await told
    }
  } finally {
    off()
  }
}

export const stateOf = (agent: DesktopAgent) => agent.ask('state')
export const everything = (agent: DesktopAgent) => agent.ask('entries', { from: 0, to: Date.now() + 1, limit: 10_000 })
