import { createHash } from 'node:crypto'
import { type AccountId, type App, SHOT_LEDGER } from '@meantime/core'
import { must, mustEqual } from '../model/violation.js'
import { coveredByHand, needlesOf, pictureOf, unwantedOf } from './drawn.js'
import { PhotoLab } from './photo-lab.js'
import type { Scenario } from './scenario.js'

/** More kills than this take minutes: every kind of step at least once, the others spread evenly over all steps. */
const MOST_KILLS = 60

export const killedPictureScenarios: readonly Scenario[] = [
  {
    title:
      'Killed at every step between capture and upload: no orphan file, no row without a file, nothing in the clear',
    screens: 0,
    async run() {
      const lab = await PhotoLab.open()
      try {
        const { steps } = await lab.live(1)
        const died = new Set<string>()
        const seeds = [1]
        for (const [at, place] of placesOf(steps).entries()) {
          const seed = 2 + at
          seeds.push(seed)
          const { diedAt } = await lab.live(seed, place)
          if (diedAt !== undefined) died.add(diedAt)
          lab.mustHideOnDisk(await needlesOf(seed))
          await lab.use((app) => lab.mustAgree(app))
        }
        const missed = kindsOf(steps).filter((kind) => !died.has(kind))
        // Whether a claim or a sweep finds anything hangs on who was killed before.
        must(missed.length <= kindsOf(steps).length / 5, `nobody died at: ${missed.join(', ')}`)
        await lab.use((app) => lab.deliverAll(app))
        await mustHaveArrived(lab, seeds)
        await lab.use((app) => lab.mustAgree(app))
      } finally {
        await lab.close()
      }
    },
  },
]

const kindsOf = (steps: readonly string[]): readonly string[] => [
  ...new Set(steps.map((place) => place.replace(/#.*/, ''))),
]

function placesOf(steps: readonly string[]): readonly string[] {
  const firsts = kindsOf(steps).map((kind) => `${kind}#1`)
  const others = steps.filter((place) => !firsts.includes(place))
  const gap = Math.max(1, Math.ceil(others.length / Math.max(1, MOST_KILLS - firsts.length)))
  return [...firsts, ...others.filter((_, at) => at % gap === 0)]
}

/** What was acknowledged is at the server once, byte for byte; what was deleted is not. */
async function mustHaveArrived(lab: PhotoLab, seeds: readonly number[]): Promise<void> {
  const known = new Map<string, Buffer>()
  for (const seed of seeds)
    for (const made of await Promise.all([pictureOf(seed), pictureOf(unwantedOf(seed))]))
      for (const bytes of [made.bytes, (await coveredByHand(made.bytes)).bytes])
        known.set(sha(bytes), Buffer.from(bytes))
  const arrived = await lab.delivered()
  const states = await lab.use((app) => statesOf(app, lab.account))
  for (const id of lab.acknowledged('D')) must(!arrived.has(id), `${id} was deleted and is at the server`)
  for (const id of lab.acknowledged('K')) {
    // Killed between the deletion and the note about it.
    const expected = arrived.has(id) ? 'sent' : 'deleted'
    mustEqual(states.get(id), expected, `what the log says of ${id}`)
  }
  for (const [id, bytes] of arrived)
    must(known.get(sha(bytes))?.equals(bytes) === true, `the picture of ${id} did not arrive as it was kept`)
}

async function statesOf(app: App, account: AccountId): Promise<ReadonlyMap<string, string>> {
  const shots = await app.get(SHOT_LEDGER).list({ account, limit: 100_000 })
  return new Map(shots.map(({ id, state }) => [id, state]))
}

const sha = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
