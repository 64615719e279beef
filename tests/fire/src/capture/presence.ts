import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { PRESENCE, PRESENCE_WATCH, type PresenceState } from '@meantime/capture'
import { type App, CORRECTIONS, HEARTBEAT, type Heartbeat, STATE_STORE, TIME_TRACKER, workedMs } from '@meantime/core'
import { must, mustEqual } from '../model/violation.js'
import { until } from '../until.js'
import { atDesk, type Desk } from './desk.js'
import { type Desktop, DesktopBus } from './desktop-bus.js'
import type { Scenario } from './scenario.js'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const NO_SYSTEM_BUS = { DBUS_SYSTEM_BUS_ADDRESS: 'unix:path=/nowhere' }
const UNKNOWN: PresenceState = { idleMs: 'unknown', locked: 'unknown' }

export const presenceScenarios: readonly Scenario[] = [
  {
    title: 'X11 counts from the last input, goes with its display, and comes back with the next one',
    screens: 1,
    run: (display) =>
      atDesk(async (desk) => {
        const environment = { ...NO_SYSTEM_BUS, DISPLAY: display.name }
        const presence = (await desk.open({ environment })).get(PRESENCE)
        move()
        const before = await idle(presence)
        await pause(1500)
        const after = await idle(presence)
        must(Math.abs(after - before - 1500) < 500, `idle grew by ${after - before} ms in 1500 ms`)
        move()
        const moved = await idle(presence)
        must(moved < 1000, `the pointer moved, and still ${moved} ms of idle time are told`)
        const elsewhere = (await desk.open({ environment: { ...NO_SYSTEM_BUS, DISPLAY: ':4711' } })).get(PRESENCE)
        mustEqual(await elsewhere.state(), UNKNOWN, 'what is known of a display that is not there')
      }),
  },
  {
    title: 'Time without input is offered when the person is back, and not a second of the entry changes',
    screens: 1,
    run: (display) =>
      atDesk(async (desk) => {
        const environment = { ...NO_SYSTEM_BUS, DISPLAY: display.name }
        const app = await desk.open({ environment, everyMs: 200, awayAfterMs: 3000 })
        move()
        await app.get(TIME_TRACKER).start({ description: 'Design' })
        await app.start(PRESENCE_WATCH)
        await pause(4500)
        mustEqual(await offers(app), [], 'what is offered while they are away')
        move()
        await until('the time away is offered', async () => (await offers(app)).length === 1)
        const [offer] = await app.get(CORRECTIONS).open()
        if (offer === undefined) throw new Error('There is one')
        must(offer.ms > 3000 && offer.ms < 6000, `${offer.ms} ms are offered of 4500 ms away`)
        mustEqual(offer.offer.causes, ['idle'], 'the reason')
        const [entry] = await app.get(TIME_TRACKER).entries({})
        mustEqual(entry?.segments.length, 1, 'the stretches of the entry')
        const { entries } = await app.get(CORRECTIONS).answer(offer.offer.id, { kind: 'split', description: 'lunch' })
        const sum = entries.reduce((ms, one) => ms + workedMs(one, Date.now()), 0)
        const whole = Date.now() - (entry?.startedAt ?? 0)
        must(Math.abs(sum - whole) < 100, `after the split ${sum} ms are counted of ${whole}`)
      }),
  },
  {
    title: 'GNOME and KDE are asked over D-Bus; what does not count, is silent or gone is unknown',
    screens: 0,
    run: () =>
      atDesk(async (desk) => {
        const began = Date.now()
        const desktop: Desktop = { mutterMs: 123_456, saver: undefined, active: true, silent: false }
        const bus = await DesktopBus.start(desktop)
        const environment = { ...NO_SYSTEM_BUS, DBUS_SESSION_BUS_ADDRESS: bus.address, WAYLAND_DISPLAY: 'wayland-0' }
        const presence = (await desk.open({ environment })).get(PRESENCE)
        try {
          mustEqual(await presence.state(), { idleMs: 123_456, locked: true }, 'on GNOME')
          Object.assign(desktop, { mutterMs: undefined, active: false, saver: () => 0 })
          mustEqual(await presence.state(), { idleMs: 'unknown', locked: false }, 'of a screen saver that says 0')
          desktop.saver = () => Math.floor((Date.now() - began) / 1000) + 100
          const other = (await desk.open({ environment })).get(PRESENCE)
          mustEqual((await other.state()).idleMs, 'unknown', 'of a count that was read once')
          await pause(5000)
          const counted = await idle(other)
          must(counted > 100_000 && counted < 130_000, `a screen saver that counts seconds was read as ${counted} ms`)
          desktop.silent = true
          const asked = Date.now()
          mustEqual(await presence.state(), UNKNOWN, 'of a desktop that never answers')
          must(Date.now() - asked < 4000, `it was waited for ${Date.now() - asked} ms`)
        } finally {
          await bus.stop()
        }
        mustEqual(await presence.state(), UNKNOWN, 'when the bus is gone')
      }),
  },
  {
    title: 'kill -9 of the watcher: the next program offers the time since its last heartbeat, once',
    screens: 0,
    run: () =>
      atDesk(async (desk) => {
        const { app, watcher, heartbeat } = await watched(desk)
        const ended = new Promise((resolve) => watcher.once('exit', resolve))
        watcher.kill('SIGKILL')
        await ended
        const later = await desk.open({}, () => 42 * MINUTE)
        await Promise.all([later.get(CORRECTIONS).look(), later.get(CORRECTIONS).look()])
        await later.get(CORRECTIONS).look()
        const [offer, ...more] = await app.get(CORRECTIONS).open()
        mustEqual([offer?.offer.causes, more.length], [['crash'], 0], 'what is offered')
        mustEqual(offer?.offer.from, heartbeat.alive, 'the beginning of it')
        const length = (offer?.offer.to ?? 0) - heartbeat.alive
        must(Math.abs(length - 42 * MINUTE) < MINUTE, `${length} ms are offered`)
      }),
  },
  {
    title: 'A watcher that stands still is a computer that slept; one that ended in order leaves no question',
    screens: 0,
    run: () =>
      atDesk(async (desk) => {
        const { app, watcher } = await watched(desk)
        watcher.kill('SIGSTOP')
        try {
          const later = await desk.open({}, () => 42 * MINUTE)
          await later.get(CORRECTIONS).look()
          mustEqual(await offers(later), ['sleep'], 'of a watcher that stands still')
          const [offer] = await app.get(CORRECTIONS).open()
          if (offer) await app.get(CORRECTIONS).answer(offer.offer.id, { kind: 'keep' })
        } finally {
          watcher.kill('SIGCONT')
        }
        const ended = new Promise((resolve) => watcher.once('exit', resolve))
        watcher.kill('SIGTERM')
        await ended
        const later = await desk.open({}, () => 3 * HOUR)
        await later.get(CORRECTIONS).look()
        mustEqual(await offers(later), [], 'after an end in order')
      }),
  },
  {
    title: 'A night of sleep is offered when the computer wakes; a clock that was set is not',
    screens: 1,
    run: (display) =>
      atDesk(async (desk) => {
        let [asleep, set] = [0, 0]
        const began = performance.now()
        const sinceBoot = () => performance.now() - began + asleep
        const environment = { ...NO_SYSTEM_BUS, DISPLAY: display.name }
        const app = await desk.open({ environment, everyMs: 200, sinceBoot, monotonicSleeps: true }, () => asleep + set)
        move()
        await app.get(TIME_TRACKER).start({ description: 'Design' })
        await app.start(PRESENCE_WATCH)
        await pause(500)
        set += 3 * HOUR
        await pause(500)
        mustEqual(await offers(app), [], 'after the clock was set')
        asleep += 8 * HOUR
        await pause(300)
        move()
        await until('the sleep is offered', async () => (await offers(app)).length === 1)
        const [offer] = await app.get(CORRECTIONS).open()
        must(offer?.offer.causes.includes('sleep') ?? false, `the reason is ${offer?.offer.causes}`)
        must(Math.abs((offer?.ms ?? 0) - 8 * HOUR) < 5000, `${offer?.ms} ms are offered of 8 hours`)
      }),
  },
]

/** An entry that runs, and a program of its own that watches. */
async function watched(desk: Desk): Promise<{ app: App; watcher: ChildProcess; heartbeat: Heartbeat }> {
  const app = await desk.open()
  await app.get(TIME_TRACKER).start({ description: 'Design' })
  const program = fileURLToPath(new URL('./watching.js', import.meta.url))
  const environment = { PATH: process.env.PATH, ...NO_SYSTEM_BUS }
  const watcher = spawn(process.execPath, [program, desk.folder], { env: environment, stdio: 'ignore' })
  const read = () => app.get(STATE_STORE).get<Heartbeat>(HEARTBEAT)
  await until('the watcher leaves a heartbeat', async () => (await read())?.pid === watcher.pid)
  const heartbeat = await read()
  if (heartbeat === undefined) throw new Error('There is one')
  return { app, watcher, heartbeat }
}

const offers = async (app: App) => (await app.get(CORRECTIONS).open()).map(({ offer }) => offer.causes.join())

async function idle(presence: { state(): Promise<PresenceState> }): Promise<number> {
  const { idleMs } = await presence.state()
  if (idleMs === 'unknown') throw new Error('The idle time is unknown')
  return idleMs
}

let place = 100

/** Input as a person makes it. */
function move(): void {
  place = place === 100 ? 200 : 100
  const { error, status } = spawnSync('xdotool', ['mousemove', String(place), String(place)])
  if (error || status !== 0) throw new Error('xdotool is needed. On Debian and Ubuntu: apt-get install xdotool')
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
