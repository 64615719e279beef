import { createHash } from 'node:crypto'
import type {
  AccountId,
  CaptureSource,
  ChangeFeed,
  Entry,
  EntryId,
  HeldShot,
  Journal,
  Profiles,
  ShotKeeper,
  ShotLedger,
  SkippedShot,
  Snapshot,
  StateStore,
  TaskId,
} from '@meantime/core'
import { ManualClock, recordingLogger, seededRandom } from '@meantime/testkit'
import type { CaptureSettings } from '../../src/consent/capture-settings.js'
import { Screenshots } from '../../src/consent/screenshots.js'
import { pictureHash } from '../../src/picture/hash.js'
import type { PictureHash } from '../../src/picture/picture.js'
import type { PicturePipeline } from '../../src/picture/pipeline.js'
import type { PresenceState } from '../../src/presence/port.js'
import { SpentIntervals } from '../../src/schedule/spent-intervals.js'
import { BlindSpots } from '../../src/service/blind-spots.js'
import { Camera } from '../../src/service/camera.js'
import { CaptureService, type CaptureServiceOptions } from '../../src/service/capture-service.js'
import { Gate } from '../../src/service/gate.js'
import { LastKept } from '../../src/service/last-kept.js'
import { recordSkips } from '../../src/service/skips.js'
import { TroubleLine } from '../../src/service/trouble.js'

export const ANN = 'ann' as AccountId
export const SECOND = 1000
export const MINUTE = 60_000

export const SETTINGS: CaptureSettings = {
  intervalMinutes: 10,
  screens: 'active',
  format: 'jpeg',
  quality: 70,
  maxWidth: 1920,
  pixelate: false,
  coolingOffMinutes: 10,
  idleLimitMinutes: 5,
  privatePeriods: [],
  excludedApps: [],
  excludedTitles: [],
}

/**
 * Everything but pixels and the disk, in memory and shared by all "processes" that a test starts: what is on the disk
 * for real (state, locks, ledger) outlives them here too.
 */
export class Scene {
  readonly logger = recordingLogger()
  readonly memory = new Map<string, string>()
  readonly kept: HeldShot[] = []
  readonly skips: SkippedShot[] = []
  readonly screenshots: Screenshots
  settings: CaptureSettings | Error = SETTINGS
  entry: Entry | undefined
  presence: PresenceState = { idleMs: 0, locked: false }
  /** The screens, and a text for what is on each; an empty one stands for something else each time. */
  screens: Record<string, string> = { Main: '' }
  /** What the source does instead of giving a picture. */
  failing: Error | undefined
  /** A picture takes until this resolves. */
  develops: Promise<void> = Promise.resolve()
  /** Writing one takes until this resolves. */
  writes: Promise<unknown> = Promise.resolve()
  /** What writing a picture meets. */
  diskError: Error | undefined
  captures = 0
  onCapture: () => void = () => undefined
  onKept: () => void = () => undefined
  released: number[] = []
  private readonly listeners = new Set<() => void>()
  private ids = 0

  constructor(readonly clock = new ManualClock()) {
    const { state, profiles } = this
    const settings = { current: () => this.currentSettings() }
    this.screenshots = new Screenshots({ state, settings, profiles, clock })
  }

  /** A process that takes pictures. */
  service(options: CaptureServiceOptions = {}, sources: readonly CaptureSource[] = [this.source]): CaptureService {
    const { clock, logger, state, journal, screenshots, ledger, changes, newId } = this
    const trouble = new TroubleLine(state, clock, logger)
    const presence = { state: async () => this.presence }
    return new CaptureService(
      {
        screenshots,
        journal,
        ledger,
        state,
        changes,
        clock,
        logger,
        newId,
        gate: new Gate({ screenshots, journal, presence }),
        blind: new BlindSpots(state),
        spent: new SpentIntervals(state),
        camera: new Camera(sources, { clock, random: seededRandom(1), trouble }),
        pipeline: () => this.pipeline,
        lastKept: new LastKept(),
        keeper: this.keeper,
        skipped: (moment, skips) => recordSkips({ ledger, newId, logger }, moment, skips),
      },
      { seed: 'seed', ...options },
    )
  }

  running(id = 'entry'): void {
    const from = this.clock.now()
    this.entry = {
      id: id as EntryId,
      state: 'running',
      description: '',
      project: null,
      zone: 'UTC',
      startedAt: from,
      endedAt: null,
      segments: [{ from, to: null }],
      anomalies: [],
    }
    this.changed()
  }

  becomes(state: 'running' | 'paused'): void {
    if (this.entry) this.entry = { ...this.entry, state }
    this.changed()
  }

  stopped(): void {
    this.entry = undefined
    this.changed()
  }

  changed(): void {
    for (const listener of [...this.listeners]) listener()
  }

  get reasons(): (string | undefined)[] {
    return this.skips.map(({ reason }) => reason)
  }

  readonly newId = () => {
    this.ids += 1
    return `id-${this.ids}`
  }

  readonly state: StateStore = {
    get: async (key) => this.recall(key),
    set: async (key, value) => void this.memory.set(key, JSON.stringify(value)),
    update: async (key, change) => {
      const value = change(this.recall(key))
      this.memory.set(key, JSON.stringify(value))
      return value
    },
  }

  private readonly profiles: Profiles = {
    current: () => ({ accountId: ANN, email: 'ann@example.org', server: 'https://time.example' }),
    save: async () => undefined,
  }

  private readonly journal = { open: async () => this.entry } as Partial<Journal> as Journal

  private readonly changes: ChangeFeed = {
    onChange: (listener) => {
      this.listeners.add(listener)
      return () => void this.listeners.delete(listener)
    },
  }

  private readonly ledger = {
    record: async (shot) => void this.skips.push(shot as SkippedShot),
    nextReleaseAt: async () => {
      const due = this.kept.filter(({ id }) => !this.sent.has(id)).map(({ holdUntil }) => holdUntil)
      return due.length === 0 ? undefined : Math.min(...due)
    },
    release: async () => {
      const due = this.kept.filter(({ id, holdUntil }) => !this.sent.has(id) && holdUntil <= this.clock.now())
      for (const { id } of due) this.sent.add(id)
      this.released.push(this.clock.now())
      return due.length
    },
  } as Partial<ShotLedger> as ShotLedger

  readonly sent = new Set<TaskId>()

  private readonly keeper = {
    keep: async (shot, bytes, facts, lastWord) => {
      if (this.diskError) throw this.diskError
      await this.writes
      await lastWord?.()
      const held: HeldShot = { ...shot, state: 'held', picture: { ...facts, sha256: '', bytes: bytes.byteLength } }
      this.kept.push(held)
      this.onKept()
      return held
    },
  } as Partial<ShotKeeper> as ShotKeeper

  private readonly source: CaptureSource = {
    name: 'test',
    availability: async () => ({ ok: true }),
    capture: async () => {
      this.captures += 1
      this.onCapture()
      if (this.failing) throw this.failing
      const area = { x: 0, y: 0, width: 1, height: 1 }
      const takenAt = this.clock.now()
      const frames = Object.keys(this.screens).map((screen) => {
        return { screen, area, width: 1, height: 1, pixels: new Uint8Array(4), takenAt }
      })
      return { frames, windows: [], missed: [] } satisfies Snapshot
    },
  }

  private readonly pipeline: PicturePipeline = {
    process: async ({ frames, missed }, _, signal) => {
      await Promise.race([this.develops, aborted(signal)])
      signal.throwIfAborted()
      const pictures = frames.map(({ screen, takenAt }) => ({
        screen,
        takenAt,
        hash: this.hashOf(this.screens[screen] || `picture ${this.captures} of ${screen}`),
        bytes: new Uint8Array(1),
        mediaType: 'image/jpeg' as const,
        width: 1,
        height: 1,
        redacted: 0,
      }))
      return { pictures, missed }
    },
  }

  private recall<T>(key: string): T | undefined {
    const text = this.memory.get(key)
    return text === undefined ? undefined : (JSON.parse(text) as T)
  }

  /** Of a picture of noise that follows from the words. */
  private hashOf(content: string): PictureHash {
    const random = seededRandom(createHash('sha256').update(content).digest().readUInt32LE())
    const pixels = Uint8Array.from({ length: 9 * 8 * 4 }, () => Math.floor(random() * 256))
    return pictureHash(pixels, 9, 8)
  }

  private async currentSettings(): Promise<CaptureSettings> {
    if (this.settings instanceof Error) throw this.settings
    return this.settings
  }
}

const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
