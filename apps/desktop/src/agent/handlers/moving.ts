import { join } from 'node:path'
import { CLOCK, JOURNAL, MeantimeError, SCREENSHOT_OUTBOX, STATE_STORE, TASK_QUEUE, TIME_TRACKER } from '@meantime/core'
import type { HubnityFindings } from '@meantime/import/hubnity'
import type { Handlers } from '../../bridge/bridge.js'
import type { Received } from '../../bridge/operations.js'
import { importers } from '../compose.js'
import type { Desk } from '../desk.js'
import { formerViewOf } from '../views/former.js'

/** Moving in from the former client. Its file is only read; looking changes nothing, importing twice neither. */
export function movingHandlers(desk: Desk) {
  let underWay = false
  return {
    former: async () => {
      const { hubnity } = await importers()
      const computer = hubnity.thisComputer(desk.configuration.environment)
      return { file: (await hubnity.findUsual(computer)) ?? null, places: [...hubnity.usualPlaces(computer)] }
    },
    lookAtFormer: (options) =>
      withFindings(desk, options, async (findings) => {
        const { general, hubnity } = await importers()
        const { journal, account, state } = shelfOf(desk)
        const examined = await general.examine(findings.entries, { journal, account })
        return formerViewOf(findings, examined, await hubnity.freshPictures(findings.pictures, state))
      }),
    importFormer: async (options) => {
      // Two at once would do no harm, but nobody means it.
      if (underWay) throw busy()
      underWay = true
      try {
        return await withFindings(desk, options, (findings) => importAll(desk, findings))
      } finally {
        underWay = false
      }
    },
  } satisfies Partial<Handlers>
}

async function importAll(desk: Desk, findings: HubnityFindings) {
  const { general, hubnity } = await importers()
  const { journal, account, state, queue, screenshots } = shelfOf(desk)
  const { fresh } = await general.examine(findings.entries, { journal, account })
  await general.refuseToPushOut(fresh, queue)
  const onProgress = (what: 'entries' | 'pictures', done: number, of: number) =>
    desk.notices.tell({ kind: 'moving', what, done, of })
  const to = { journal, account, state, screenshots }
  const { imported, known, pictures, leftPictures, waitingPictures } = await hubnity.applyFindings(findings, to, {
    onProgress,
  })
  return { imported, known, pictures, leftPictures, waitingPictures }
}

async function withFindings<T>(
  desk: Desk,
  { path, projects, screenshots, ...options }: Received<'lookAtFormer'>,
  work: (findings: HubnityFindings) => Promise<T>,
): Promise<T> {
  const { hubnity } = await importers()
  const { dataDir, environment: env } = desk.configuration
  const { app, notices } = desk
  const named = Object.entries(projects).filter(([, name]) => name.trim() !== '')
  const findings = await hubnity.inspect({
    ...options,
    path,
    scratch: join(dataDir, 'importing'),
    clock: app.get(CLOCK),
    env,
    projects: new Map(named.map(([id, name]) => [id, name.trim()])),
    account: app.get(TIME_TRACKER).account,
    pictures: screenshots,
    onProgress: (what, done, of) => notices.tell({ kind: 'moving', what, done, ...(of === undefined ? {} : { of }) }),
  })
  try {
    return await work(findings)
  } finally {
    await findings.close()
  }
}

function shelfOf({ app }: Desk) {
  return {
    journal: app.get(JOURNAL),
    account: app.get(TIME_TRACKER).account,
    state: app.get(STATE_STORE),
    queue: app.get(TASK_QUEUE),
    screenshots: app.get(SCREENSHOT_OUTBOX),
  }
}

const busy = () =>
  new MeantimeError({
    code: 'IMPORT_UNDER_WAY',
    kind: 'state',
    message: 'An import is under way.',
    safe: 'Nothing was changed by this one.',
    hint: 'Wait until it has ended.',
  })
