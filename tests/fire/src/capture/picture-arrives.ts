import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { NEW_ID, SHOT_KEEPER, SHOT_LEDGER, type TaskId, TIME_TRACKER } from '@meantime/core'
import { meantime } from '@meantime/tools'
import { must, mustEqual } from '../model/violation.js'
import { needlesOf, pictureOf } from './drawn.js'
import { PhotoLab } from './photo-lab.js'
import type { Scenario } from './scenario.js'

export const arrivingPictureScenarios: readonly Scenario[] = [
  {
    title:
      'From the command line: looked at, redacted, deleted and sent; what arrives is what was shown, byte for byte',
    screens: 0,
    async run() {
      const lab = await PhotoLab.open()
      try {
        const cli = async (...args: string[]) => {
          const run = await meantime(lab.data, args)
          must(run.exitCode === 0, () => `meantime ${args.join(' ')}: ${run.stderr}`)
          return run.stdout
        }
        await cli('start', 'work')
        const [wanted, unwanted] = [await keep(lab, 1), await keep(lab, 2)]
        await cli('screenshots', 'redact', wanted, '--area', '10,10,80,60')
        await cli('screenshots', 'delete', unwanted, '--yes')
        const shown = join(lab.data, '..', 'shown.jpg')
        await cli('screenshots', 'show', wanted, '--output', shown)
        mustEqual(statSync(shown).mode & 0o777, 0o600, 'who may read what was shown')
        lab.mustHideOnDisk([...(await needlesOf(1)), ...(await needlesOf(2))])
        await lab.use((app) => app.get(SHOT_LEDGER).release(lab.account))
        await cli('sync')
        const arrived = await lab.delivered()
        mustEqual([...arrived.keys()], [wanted], 'what is at the server')
        must(
          arrived.get(wanted)?.equals(readFileSync(shown)) === true,
          'other bytes than those that were shown arrived',
        )
        const listed = JSON.parse(await cli('screenshots', 'list', '--json')) as { screenshots: { state: string }[] }
        mustEqual(
          listed.screenshots.map(({ state }) => state),
          ['deleted', 'sent'],
          'what the list says',
        )
        await lab.use((app) => lab.mustAgree(app))
      } finally {
        await lab.close()
      }
    },
  },
]

async function keep(lab: PhotoLab, seed: number): Promise<TaskId> {
  const { bytes, ...facts } = await pictureOf(seed)
  return lab.use(async (app) => {
    const entryId = (await app.get(TIME_TRACKER).current())?.id
    if (entryId === undefined) throw new Error('no entry is open')
    const [id, now] = [app.get(NEW_ID)() as TaskId, Date.now()]
    const shot = { id, account: lab.account, entryId, takenAt: now, holdUntil: now }
    await app.get(SHOT_KEEPER).keep(shot, bytes, facts)
    return id
  })
}
