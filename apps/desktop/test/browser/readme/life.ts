import { setTimeout as delay } from 'node:timers/promises'
import { intervalAt } from '@meantime/capture'
import { ManualClock } from '@meantime/testkit'
import { Desk, type OpenDesk, SEED } from './desk.js'
import { lasting } from './pace.js'
import { TeamServer } from './team-server.js'
import { type Act, workUntil } from './work.js'

const MINUTE = 60_000
/** Of pictures, as it is by default. */
const INTERVAL = 10 * MINUTE
const PATIENCE_MS = 20_000
const ZONE = 'Europe/Berlin'
const LUNCH_ENDS = '2026-03-18T11:50:00Z'

/** Weeks of somebody's work with the real programs and a real server. */
export class Life {
  private constructor(
    readonly desk: OpenDesk,
    readonly server: TeamServer,
    private readonly place: Desk,
    private readonly clock: ManualClock,
    private acts: readonly Act[],
  ) {}

  /** Begins after the lunch of the moment's day: from then on the desktop's agent is open, and takes pictures. */
  static async with(folder: string, moment: number, live: (life: Life) => Promise<void>): Promise<void> {
    const acts = workUntil(moment, ZONE)
    const noon = Date.parse(LUNCH_ENDS)
    const clock = new ManualClock((acts[0]?.at ?? moment) - 12 * MINUTE, ZONE)
    const server = new TeamServer(folder, clock)
    await server.up()
    try {
      const place = await Desk.in(folder, clock)
      await place.opened((desk) => moveIn(desk, server.url, clock))
      await place.record(acts.filter(({ at }) => at < noon))
      clock.set(noon)
      const afternoon = acts.filter(({ at }) => at >= noon)
      await place.opened((desk) => live(new Life(desk, server, place, clock, afternoon)))
    } finally {
      await server.down()
    }
  }

  /** Time passes, and what there is to do is done at its moment. */
  async until(time: string): Promise<void> {
    const moment = Date.parse(time)
    const due = this.acts.filter(({ at }) => at <= moment)
    this.acts = this.acts.slice(due.length)
    await this.desk.pace.settle()
    for (const { at, name, about } of due) {
      await this.pass(at)
      await (name === 'start' ? this.desk.ask('start', about) : this.desk.ask(name))
      await this.desk.pace.settle()
    }
    await this.pass(moment)
  }

  /** By hand, and in vain where there is no server. */
  async deliverNow(): Promise<void> {
    await lasting(this.clock, this.desk.ask('syncNow'))
    await this.desk.pace.settle()
  }

  /** Nobody touches the keyboard until `comeBack`. */
  leave(): void {
    this.place.lastSeen = this.clock.now()
  }

  comeBack(): void {
    this.place.lastSeen = 'now'
  }

  /** The clock stands still while a picture is made, and something else is on the screen for each. */
  private async pass(moment: number): Promise<void> {
    while (this.clock.now() < moment) {
      const { at, to } = intervalAt(this.clock.now(), INTERVAL, SEED)
      await this.place.screen.show(to / INTERVAL)
      if (at > this.clock.now() && at < moment) {
        await this.desk.pace.until(at)
        await this.pictureOf(at)
      }
      await this.desk.pace.until(Math.min(moment, to))
    }
  }

  /** Or the reason why there is none. */
  private async pictureOf(moment: number): Promise<void> {
    const { current } = await this.desk.ask('state')
    if (current?.state !== 'running') return
    const isThere = async () => ((await this.desk.ask('shots', { limit: 1 }))[0]?.takenAt ?? 0) >= moment
    for (const end = performance.now() + PATIENCE_MS; !(await isThere()); await delay(5))
      if (performance.now() > end) throw new Error(`There is no picture of ${new Date(moment).toISOString()}`)
  }
}

async function moveIn(desk: OpenDesk, server: string, clock: ManualClock): Promise<void> {
  const day = clock.now()
  const settings = {
    screenshotCoolingOff: 60,
    privatePeriods: ['mon-fri 12:00-13:00'],
    excludedApps: ['keepassxc', '*bank*'],
  }
  for (const [key, value] of Object.entries(settings)) await desk.ask('setSetting', { key, value })
  await desk.ask('chooseServer', { server, kind: 'meantime' })
  const email = 'mira@example.org'
  await lasting(clock, desk.ask('signIn', { server, email, password: 'correct-horse-battery', register: true }))
  clock.set(day)
  await desk.ask('screenshotsOn')
  await desk.ask('finishFirstRun')
}
