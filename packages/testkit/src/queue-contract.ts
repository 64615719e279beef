import { afterEach, describe } from 'vitest'
import { describeCapacity } from './queue-contract/capacity.js'
import { describeDurability } from './queue-contract/durability.js'
import { describeEntries } from './queue-contract/entries.js'
import { describeGivenUp } from './queue-contract/given-up.js'
import { describeJournal } from './queue-contract/journal.js'
import { describeLanes } from './queue-contract/lanes.js'
import { describeLeases } from './queue-contract/leases.js'
import { describeParked } from './queue-contract/parked.js'
import { describeReceipts } from './queue-contract/receipts.js'
import { describeReoffer } from './queue-contract/reoffer.js'
import { type QueueParts, type QueueSettings, Scene } from './queue-contract/scene.js'
import { describeUploads } from './queue-contract/uploads.js'
import { describeWaiting } from './queue-contract/waiting.js'

export type { QueueParts, QueueSettings } from './queue-contract/scene.js'

export interface QueueContract {
  /** A fresh, empty journal and queue on the given clock and ids, opened. */
  create(settings: QueueSettings): Promise<QueueParts>
  readonly capabilities?: {
    /** Keeps everything when closed; `QueueParts.reopen` is there. @default false */
    readonly durable?: boolean
    /** A task may need a picture at the server first; `QueueParts.uploads` is there. @default false */
    readonly uploads?: boolean
  }
}

/**
 * The promises of Journal and TaskQueue, as tests. An adapter proves itself by one call:
 * `describeQueueContract({ create: async (settings) => ({ journal, queue, close }) })`.
 */
export function describeQueueContract({ create, capabilities = {} }: QueueContract): void {
  const scenes: Scene[] = []
  const open = async (settings: Partial<QueueSettings> = {}): Promise<Scene> => {
    const scene = await Scene.open(create, settings)
    scenes.push(scene)
    return scene
  }

  describe('the contract of journal and queue', () => {
    afterEach(async () => {
      for (const scene of scenes.splice(0)) await scene.close()
    })
    describeJournal(open)
    describeEntries(open)
    describeLanes(open)
    describeLeases(open)
    describeWaiting(open)
    describeParked(open)
    describeGivenUp(open)
    describeCapacity(open)
    describeReceipts(open)
    describeReoffer(open)
    if (capabilities.uploads) describeUploads(open)
    if (capabilities.durable) describeDurability(open)
  })
}
