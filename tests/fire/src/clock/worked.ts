import type { Entry, EntryId } from '@meantime/core'
import { workedMs } from '@meantime/core'
import { must, mustEqual } from '../model/violation.js'
import { anyJump, type Computer, DAY, HOUR, onComputer, type Setting } from './computer.js'

const ZONES = ['Europe/Berlin', 'Australia/Lord_Howe', 'America/St_Johns', 'Asia/Kathmandu', 'Pacific/Apia', 'UTC']

/**
 * Work under a clock that jumps, a computer that sleeps and a person who travels: each stretch counts as long as the
 * clock says, one over which the clock went back counts 0 and is noted, and the server gets the same moments.
 */
export function timesAsRecorded(setting: Setting): Promise<void> {
  return onComputer(setting, async (computer) => {
    const { program, clock, far, between } = computer
    const zone = clock.zone()
    const moments = [clock.now()]
    const { entry } = await program.tracker.start({ description: 'Work' })
    for (let turns = between(1, 6) * 2; turns > 0; turns -= 1) {
      disturb(computer)
      moments.push(clock.now())
      await (turns % 2 ? program.tracker.resume() : program.tracker.pause())
    }
    disturb(computer)
    moments.push(clock.now())
    const stopped = (await program.tracker.stop()).entry
    const expected = expectedOf(moments)
    check(stopped, expected, zone)
    await program.sync.syncQueueNow()
    const arrived = [...far.effects.values()].map(({ payload }) => (payload as { occurredAt: number }).occurredAt)
    mustEqual(arrived, moments, 'moments at the server')
    const read = (await (await computer.another()).journal.entry(entry.id as EntryId)) as Entry
    check(read, expected, zone)
  })
}

/** Time passes, is set, is slept through, or the zone changes. */
function disturb(computer: Computer): void {
  const { clock, between, random } = computer
  clock.advance(between(0, 4 * HOUR))
  const dice = random()
  if (dice < 0.3) clock.set(Math.max(0, clock.now() + anyJump(computer)))
  // Asleep: the wall clock goes on, the monotonic one stands still.
  else if (dice < 0.5) clock.set(clock.now() + 8 * HOUR)
  else if (dice < 0.7) clock.setZone(ZONES[between(0, ZONES.length - 1)] ?? 'UTC')
  else if (dice < 0.8) clock.set(clock.now() + between(-DAY, DAY))
}

/** start, then pause and resume in turns, then stop. A moment before the last one counts as that one. */
function expectedOf(moments: readonly number[]): { worked: number; back: boolean } {
  let floor = moments[0] ?? 0
  let worked = 0
  let back = false
  moments.slice(1).forEach((moment, index) => {
    const at = Math.max(floor, moment)
    if (moment < floor) back = true
    // Every other gap is a pause; the last one, after a resume or a pause, counts only when it was worked.
    if (index % 2 === 0) worked += at - floor
    floor = at
  })
  return { worked, back }
}

function check(entry: Entry, { worked, back }: ReturnType<typeof expectedOf>, zone: string): void {
  mustEqual(workedMs(entry, 0), worked, 'worked time')
  mustEqual(entry.anomalies.includes('clock-went-back'), back, 'whether the clock was noted to have gone back')
  mustEqual([entry.state, entry.zone], ['stopped', zone], 'state and zone')
  must(
    entry.segments.every(({ from, to }) => to !== null && to >= from),
    'a stretch is negative or open',
  )
}
