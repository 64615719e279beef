import { join } from 'node:path'
import { fileSource, type Seed } from '@meantime/capture'
import {
  CAPTURE_SOURCE,
  CLOCK,
  NETWORK_WATCH,
  NetworkWatch,
  override,
  RANDOM,
  STATE_STORE,
  SYNC_MANAGER,
  silentLogger,
  systemClock,
  TIME_TRACKER,
} from '@meantime/core'
import { type ManualClock, seededRandom } from '@meantime/testkit'
import { Agent } from '../../../src/agent/agent.js'
import type { ComposeExtras } from '../../../src/agent/compose.js'
import { type Configuration, configure, workSettings } from '../../../src/agent/configuration.js'
import { Session } from '../../../src/agent/session.js'
import { openAnswer } from '../../../src/bridge/answer.js'
import type { Bridge } from '../../../src/bridge/bridge.js'
import type { OperationName } from '../../../src/bridge/operations.js'
import { LoopbackServer } from '../../../src/carriers/loopback/loopback-server.js'
import { fileOfApp } from '../site.js'
import { lasting, Pace } from './pace.js'
import { DrawnScreen } from './screens.js'
import type { Act } from './work.js'

/** With it the moments of the pictures are the same in each run. */
export const SEED: Seed = '7'.repeat(64)

/** Somebody's data folder with the real programs on it, on a clock that is moved; the screen is drawn. */
export class Desk {
  readonly screen: DrawnScreen
  /** When somebody last touched the keyboard. */
  lastSeen: number | 'now' = 'now'
  private readonly extras: ComposeExtras

  private constructor(
    private readonly configuration: Configuration,
    readonly clock: ManualClock,
  ) {
    this.screen = new DrawnScreen(join(configuration.dataDir, 'screen'))
    const { folder } = this.screen
    this.extras = {
      presence: {
        state: async () => ({ idleMs: this.lastSeen === 'now' ? 0 : clock.now() - this.lastSeen, locked: false }),
      },
      overrides: [
        override(CLOCK, () => clock),
        override(CAPTURE_SOURCE, () => fileSource({ clock, folder })),
        override(RANDOM, () => seededRandom(7)),
        // The network of whoever makes the pictures is not theirs.
        override(NETWORK_WATCH, () => new NetworkWatch(clock, { everyMs: 60_000, addresses: () => [] })),
      ],
    }
  }

  static async in(folder: string, clock: ManualClock): Promise<Desk> {
    // No keyring of this computer, and none of its settings.
    return new Desk(await configure({ dataDir: folder, environment: { MEANTIME_TOKEN_STORE: 'file' } }), clock)
  }

  /** The desktop's agent with the way to its window, for as long as `work` takes. */
  async opened(work: (desk: OpenDesk) => Promise<void>): Promise<void> {
    const { configuration, extras, clock } = this
    const agent = await lasting(clock, Agent.open({ configuration, logger: silentLogger, extras }))
    if (!(agent instanceof Agent)) throw new Error('the folder has an agent already')
    const { dispatch, notices } = agent
    const window = fileOfApp('dist-renderer')
    const carrier = new LoopbackServer({ dispatch, notices, clock: systemClock, logger: silentLogger }, { window })
    try {
      await carrier.start()
      await work(new OpenDesk(agent, carrier, clock))
    } finally {
      await carrier.stop()
      await lasting(clock, agent.stop())
    }
  }

  /** By another program without a window, as a terminal's are; at the end of each day all of it is delivered. */
  async record(acts: readonly Act[]): Promise<void> {
    const { configuration, extras, clock } = this
    const settings = { ...(await workSettings(configuration)), autoSync: false }
    const session = await Session.open({ configuration, settings, logger: silentLogger, extras, tell: () => undefined })
    const tracker = session.app.get(TIME_TRACKER)
    for (const [index, { at, name, about }] of acts.entries()) {
      clock.set(at)
      await (name === 'start' ? tracker.start(about) : tracker[name]())
      const next = acts[index + 1]
      if (next === undefined || next.at - at > 6 * 3_600_000)
        await lasting(clock, session.app.get(SYNC_MANAGER).syncQueueNow())
    }
    await session.app.get(STATE_STORE).set('screenshots:seed', SEED)
    await lasting(clock, session.close())
  }
}

export class OpenDesk {
  readonly pace: Pace

  constructor(
    private readonly agent: Agent,
    private readonly carrier: LoopbackServer,
    clock: ManualClock,
  ) {
    this.pace = new Pace(clock, () => agent.server !== undefined && agent.app.get(SYNC_MANAGER).running)
  }

  readonly ask = (async (name: OperationName, input: unknown = {}) =>
    openAnswer(name, await this.agent.dispatch(name, input))) as Bridge['ask']

  /** Lets one window in. */
  way(): string {
    return this.carrier.bootAddress()
  }
}
