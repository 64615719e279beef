import type { Handlers } from '../../bridge/bridge.js'
import type { CaptureView, ShotView } from '../../bridge/shapes.js'
import { pictureOf } from './picture.js'
import { refuse } from './refuse.js'

type Kept = Pick<
  Handlers,
  | 'shots'
  | 'picture'
  | 'screenshotsOn'
  | 'screenshotsOff'
  | 'screenshotsPause'
  | 'screenshotsResume'
  | 'screenshotsPrivate'
  | 'deleteShots'
  | 'redactShot'
>

/** Pictures in memory: drawings of windows, so that nobody's screen is in a test. */
export class FakeShots implements Kept {
  capture: Omit<CaptureView, 'held'> = { on: false, further: [], private: false }
  private readonly covered = new Map<string, 'all' | { x: number; y: number; width: number; height: number }[]>()

  constructor(
    public all: ShotView[],
    private readonly now: () => number,
  ) {}

  view(): CaptureView {
    const { pausedUntil, ...capture } = this.capture
    const held = this.all.filter(({ state }) => state === 'held').length
    return { ...capture, held, ...(pausedUntil && pausedUntil > this.now() ? { pausedUntil } : {}) }
  }

  shots: Handlers['shots'] = async ({ states, limit, from = 0, to = Number.POSITIVE_INFINITY }) =>
    this.all
      .filter(
        ({ state, takenAt }) => (states.length === 0 || states.includes(state)) && takenAt >= from && takenAt < to,
      )
      .sort((one, other) => other.takenAt - one.takenAt)
      .slice(0, limit)

  picture: Handlers['picture'] = async ({ id }) => {
    const shot = this.all.find((each) => each.id === id)
    if (!shot?.picture) throw refuse('SHOT_UNKNOWN', 'There is no picture on this computer any more.')
    const svg = pictureOf(this.all.indexOf(shot), shot.picture, this.covered.get(id))
    return { mediaType: 'image/svg+xml', data: btoa(unescape(encodeURIComponent(svg))) }
  }

  screenshotsOn: Handlers['screenshotsOn'] = async () => {
    this.capture = { on: true, agreedAt: this.now(), further: [], private: false }
    return {}
  }

  screenshotsOff: Handlers['screenshotsOff'] = async () => {
    this.capture = { on: false, further: [], private: false }
    return {}
  }

  screenshotsPause: Handlers['screenshotsPause'] = async ({ ms }) => {
    const until = this.now() + ms
    this.capture = { ...this.capture, pausedUntil: until }
    return { until }
  }

  screenshotsResume: Handlers['screenshotsResume'] = async () => {
    const { pausedUntil: _, ...capture } = this.capture
    this.capture = capture
    return {}
  }

  screenshotsPrivate: Handlers['screenshotsPrivate'] = async ({ on }) => {
    this.capture = { ...this.capture, private: on }
    return {}
  }

  deleteShots: Handlers['deleteShots'] = async ({ ids }) => {
    const deleted: string[] = []
    this.all = this.all.map((shot) => {
      if (!ids.includes(shot.id) || !['held', 'queued'].includes(shot.state)) return shot
      deleted.push(shot.id)
      const { picture: _, holdUntil: __, ...rest } = shot
      return { ...rest, state: 'deleted' as const, reason: 'by-person' }
    })
    return { deleted }
  }

  redactShot: Handlers['redactShot'] = async ({ id, areas }) => {
    const shot = this.all.find((each) => each.id === id)
    if (!shot?.picture || shot.state !== 'held')
      throw refuse('SHOT_NOT_HELD', 'It is on its way already and cannot be changed.')
    const before = this.covered.get(id) ?? []
    const after = areas === 'all' || before === 'all' ? 'all' : [...before, ...areas]
    this.covered.set(id, after)
    const redacted: ShotView = {
      ...shot,
      picture: { ...shot.picture, redacted: after === 'all' ? 'all' : after.length },
    }
    this.all = this.all.map((each) => (each.id === id ? redacted : each))
    return redacted
  }
}
