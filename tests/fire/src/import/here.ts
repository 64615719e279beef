import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import {
  type App,
  coreServices,
  createApp,
  JOURNAL,
  LOCAL_ACCOUNT,
  SCREENSHOT_OUTBOX,
  STATE_STORE,
  systemClock,
  TASK_QUEUE,
} from '@meantime/core'
import { applyFindings, type FindingsApplied, type HubnityFindings, inspect } from '@meantime/import/hubnity'
import { sqliteQueue } from '@meantime/queue-sqlite'
import { fileProfiles } from '@meantime/settings'
import { fileSpool, keyInFile } from '@meantime/spool'

/** A data folder of ours with everything that an import writes to, open. */
export async function openHere(folder: string): Promise<App> {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const app = createApp({
    plugins: [
      coreServices(),
      sqliteQueue({ file: join(folder, 'meantime.db') }),
      fileProfiles({ file: join(folder, 'profile.json') }),
      fileSpool({ folder: join(folder, 'spool'), key: keyInFile({ folder }) }),
    ],
  })
  await app.start(JOURNAL, TASK_QUEUE, STATE_STORE, SCREENSHOT_OUTBOX)
  return app
}

export interface Import {
  readonly here: string
  readonly source: string
  /** HUBNITY_ENCRYPTION_KEY. */
  readonly key?: string | undefined
}

export interface Imported extends FindingsApplied {
  readonly findings: Pick<HubnityFindings, 'entries' | 'leftOut' | 'remarks' | 'pictures'>
}

/** As `meantime import hubnity --yes` does it. */
export async function importInto(app: App, { here, source, key }: Import): Promise<Imported> {
  const env = key === undefined ? {} : { HUBNITY_ENCRYPTION_KEY: key }
  const findings = await inspect({ path: source, scratch: join(here, 'importing'), clock: systemClock, env })
  try {
    const [journal, state, screenshots] = [app.get(JOURNAL), app.get(STATE_STORE), app.get(SCREENSHOT_OUTBOX)]
    const applied = await applyFindings(findings, { journal, state, screenshots, account: LOCAL_ACCOUNT })
    return { ...applied, findings }
  } finally {
    await findings.close()
  }
}
