import type { AccountId, BlobRef, EntryId, HeldShot, Shot, ShotLedger, TaskId, UploadLedger } from '@meantime/core'
import { ANN, MINUTE, type QueueParts, type QueueSettings, Scene } from '../queue-contract/scene.js'

export interface ShotParts extends QueueParts {
  readonly shots: ShotLedger
  /** Of a queue that keeps pictures back until they are uploaded. */
  readonly uploads?: UploadLedger
  reopen?(): Promise<ShotParts>
}

export type OpenShotScene = (settings?: Partial<QueueSettings>) => Promise<ShotScene>

export const HOLD = 10 * MINUTE

/** A log of pictures with its journal and queue, and the words that the tests use for them. */
export class ShotScene {
  private constructor(
    readonly scene: Scene,
    private readonly parts: () => ShotParts,
  ) {}

  static async open(
    create: (settings: QueueSettings) => Promise<ShotParts>,
    given: Partial<QueueSettings>,
  ): Promise<ShotScene> {
    let parts: ShotParts | undefined
    const remembered = (made: ShotParts): QueueParts => {
      parts = made
      const { journal, queue, close, reopen } = made
      return {
        journal,
        queue,
        ...(close ? { close: () => close.call(made) } : {}),
        ...(reopen ? { reopen: async () => remembered(await reopen.call(made)) } : {}),
      }
    }
    const scene = await Scene.open(async (settings) => remembered(await create(settings)), given)
    return new ShotScene(scene, () => parts ?? never())
  }

  get shots(): ShotLedger {
    return this.parts().shots
  }

  get uploads(): UploadLedger | undefined {
    return this.parts().uploads
  }

  /** Taken now and held for ten minutes; the clock moves on by a second. */
  async take(entryId: EntryId, more: Partial<HeldShot> = {}): Promise<HeldShot> {
    const { scene } = this
    const now = scene.clock.now()
    const id = scene.newId() as TaskId
    const picture = { ...contentOf(id), width: 1920, height: 1080, redacted: 0 }
    const held = { id, account: ANN, entryId, takenAt: now, state: 'held', picture, holdUntil: now + HOLD } as const
    const shot: HeldShot = { ...held, ...more }
    await this.shots.record(shot)
    scene.clock.advance(1000)
    return shot
  }

  /** Lets the time in which they are held pass, and releases them. */
  async releaseAll(account: AccountId = ANN): Promise<number> {
    this.scene.clock.advance(HOLD)
    return this.shots.release(account)
  }

  /** Uploads and delivers what there is. Returns the ids. */
  async deliver(): Promise<TaskId[]> {
    for (const { sha256 } of (await this.uploads?.due(ANN, 1000)) ?? []) await this.uploads?.uploaded(ANN, sha256)
    const sent = await this.scene.settleAll('sent')
    return sent.length === 0 ? sent : [...sent, ...(await this.deliver())]
  }

  async mustGet(id: TaskId): Promise<Shot> {
    return (await this.shots.get(id)) ?? never()
  }

  async stateOf(id: TaskId): Promise<readonly [Shot['state'], string | undefined]> {
    const { state, reason } = await this.mustGet(id)
    return [state, reason]
  }
}

/** Different for every shot. */
export function contentOf(id: string): BlobRef {
  return { sha256: id.replaceAll('-', '').padEnd(64, '0'), bytes: 1000, mediaType: 'image/webp' }
}

function never(): never {
  throw new Error('the shot is gone')
}
