import { ManualClock, seededRandom } from '@meantime/testkit'
import { expect, test } from 'vitest'
import type { CaptureService } from '../../src/service/capture-service.js'
import { MINUTE, Scene, SECOND, SETTINGS } from '../support/scene.js'

const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const TEN = 10 * MINUTE
/** Europe turns its clocks on 29 March 2026. */
const MONTH = { from: Date.UTC(2026, 2, 10), days: 31 }

/**
 * A month of somebody's life with the program: work, pauses, sleep, locks, lunch that is private by the week, a clock
 * that is set, a zone that is left, kills and new starts, at random. The oracle below knows only what was done.
 */
class Month {
  readonly clock = new ManualClock(MONTH.from, 'Europe/Berlin')
  readonly scene = new Scene(this.clock)
  readonly wrong: string[] = []
  readonly done = new Map<string, number>()
  private readonly random: () => number
  private service: CaptureService | undefined
  private life = { on: false, private: false, pausedUntil: 0, idleMs: 0, locked: false }

  constructor(seed: number) {
    this.random = seededRandom(seed)
    this.scene.settings = { ...SETTINGS, privatePeriods: ['mon-fri 12:00-13:00'] }
    this.scene.screens = { Left: '', Right: '' }
    this.scene.onCapture = () => this.judge('looked at the screen')
    this.scene.onKept = () => this.judge('kept a picture')
  }

  async live(): Promise<void> {
    await this.startProgram()
    for (let lived = 0; lived < MONTH.days * DAY; ) {
      await this.act()
      const step = 1 + Math.floor(this.random() * 25 * MINUTE)
      await this.clock.advanceInSteps(step)
      lived += step
    }
    await this.service?.stop()
  }

  private judge(what: string): void {
    const { on, private: byHand, pausedUntil, idleMs, locked } = this.life
    const now = this.clock.now()
    const lunch = new Intl.DateTimeFormat('en-US', { timeZone: this.clock.zone(), weekday: 'short', hour: 'numeric' })
    const forbidden = [
      ['without consent', !on],
      ['outside of a running entry', this.scene.entry?.state !== 'running'],
      ['in private', byHand],
      ['while paused', now < pausedUntil],
      ['while nobody was there', idleMs >= 5 * MINUTE],
      ['of a locked screen', locked],
      ['at lunch', /^(?!Sat|Sun).* 12 PM$/.test(lunch.format(now))],
    ] as const
    for (const [words, is] of forbidden) if (is) this.wrong.push(`${what} ${words} at ${new Date(now).toISOString()}`)
  }

  private async act(): Promise<void> {
    const { scene, life, clock } = this
    const acts: Record<string, () => unknown> = {
      start: () => scene.running(`entry at ${clock.now()}`),
      'start again': () => scene.running(`entry at ${clock.now()}`),
      stop: () => (this.random() < 0.3 ? scene.stopped() : undefined),
      pause: () => scene.becomes('paused'),
      resume: () => scene.becomes('running'),
      'turn on': async () => {
        life.on = true
        await scene.screenshots.turnOn()
      },
      'turn off': async () => {
        if (this.random() > 0.2) return
        life.on = false
        life.pausedUntil = 0
        await scene.screenshots.turnOff()
      },
      'pause pictures': async () => {
        life.pausedUntil = await scene.screenshots.pause(30 * MINUTE)
      },
      'resume pictures': async () => {
        life.pausedUntil = 0
        await scene.screenshots.resume()
      },
      private: () => this.goPrivate(this.random() < 0.3),
      'no longer private': () => this.goPrivate(false),
      'walk away': () => this.presence(20 * MINUTE, this.random() < 0.5),
      'come back': () => this.presence(0, false),
      'come back again': () => this.presence(0, false),
      sleep: () => clock.set(clock.now() + Math.floor(this.random() * 10 * HOUR)),
      'set the clock back': () => clock.set(clock.now() - Math.floor(this.random() * 3 * HOUR)),
      'set the clock by a little': () => clock.set(clock.now() + Math.floor((this.random() - 0.5) * 20 * SECOND)),
      travel: () => clock.setZone(this.random() < 0.7 ? 'Europe/Berlin' : 'America/New_York'),
      'second program': () => this.secondProgram(),
      'start the program again': () => this.startProgram(),
    }
    const names = Object.keys(acts)
    const name = names[Math.floor(this.random() * names.length)] ?? ''
    this.done.set(name, (this.done.get(name) ?? 0) + 1)
    await acts[name]?.()
  }

  private async goPrivate(on: boolean): Promise<void> {
    this.life.private = on
    await this.scene.screenshots.setPrivate(on)
  }

  private presence(idleMs: number, locked: boolean): void {
    Object.assign(this.life, { idleMs, locked })
    this.scene.presence = { idleMs, locked }
  }

  private async startProgram(): Promise<void> {
    await this.service?.stop()
    this.service = this.scene.service({ lookEveryMs: 5 * MINUTE })
    await this.service.start()
  }

  /** Two at once, for a while. */
  private async secondProgram(): Promise<void> {
    const other = this.scene.service({ lookEveryMs: 5 * MINUTE })
    await other.start()
    await this.clock.advanceInSteps(25 * MINUTE)
    await other.stop()
  }
}

test.each([3, 11, 16])(
  'a month at random (seed %d): no picture where none may be, at most one for each interval and screen',
  async (seed) => {
    const month = new Month(seed)
    await month.live()
    const { scene, wrong, done } = month
    expect(wrong).toEqual([])
    const places = scene.kept.map(({ takenAt, monitor }) => `${Math.floor(takenAt / TEN)} ${monitor}`)
    expect(places.filter((place, index) => places.indexOf(place) !== index)).toEqual([])
    const lines = scene.skips.map(({ takenAt, reason }) => `${Math.floor(takenAt / TEN)} ${reason}`)
    expect(lines.filter((line, index) => lines.indexOf(line) !== index)).toEqual([])
    // What the month was about did happen.
    expect(scene.kept.length).toBeGreaterThan(100)
    expect(new Set(scene.reasons)).toEqual(new Set(['private', 'paused', 'idle', 'locked', 'missed']))
    expect(done.size).toBe(20)
  },
  60_000,
)
