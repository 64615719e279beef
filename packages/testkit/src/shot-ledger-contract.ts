import { afterEach, describe } from 'vitest'
import type { QueueSettings } from './queue-contract/scene.js'
import { describeEnding } from './shot-ledger-contract/ending.js'
import { describeFiles, describeShotDurability } from './shot-ledger-contract/files.js'
import { describeHolding } from './shot-ledger-contract/holding.js'
import { type ShotParts, ShotScene } from './shot-ledger-contract/shot-scene.js'

export type { ShotParts } from './shot-ledger-contract/shot-scene.js'

export interface ShotLedgerContract {
  /** A fresh, empty log with its journal and queue on the given clock and ids, opened. */
  create(settings: QueueSettings): Promise<ShotParts>
  readonly capabilities?: {
    /** Keeps everything when closed; `ShotParts.reopen` is there. @default false */
    readonly durable?: boolean
    /** The queue knows of uploads; `ShotParts.uploads` is there. @default false */
    readonly uploads?: boolean
  }
}

/** The promises of ShotLedger, as tests: `describeShotLedgerContract({ create: async () => ({ journal, queue, shots }) })`. */
export function describeShotLedgerContract({ create, capabilities = {} }: ShotLedgerContract): void {
  const scenes: ShotScene[] = []
  const open = async (settings: Partial<QueueSettings> = {}): Promise<ShotScene> => {
    const scene = await ShotScene.open(create, settings)
    scenes.push(scene)
    return scene
  }

  describe('the contract of the log of pictures', () => {
    afterEach(async () => {
      for (const { scene } of scenes.splice(0)) await scene.close()
    })
    describeHolding(open)
    describeEnding(open)
    if (capabilities.uploads) describeFiles(open)
    if (capabilities.durable) describeShotDurability(open)
  })
}
