import { setTimeout as pause } from 'node:timers/promises'
import { AUTH_REQUIRED, BACKGROUND_SYNC, type Logger, SYNC_MANAGER, silentLogger } from '@meantime/core'
import { failed, orders, ready } from './child.js'
import { openClient } from './client.js'
import { watchCommits } from './failpoints.js'

/*
 * Delivers through the real sync engine and real HTTP until it is killed: every other one in the background as the
 * desktop app does, the rest by asking again and again, as a person does.
 */
const { folder, server, random, seed } = orders()

/** Being killed must never sign anybody out. */
const logger: Logger = {
  ...silentLogger,
  warn: (message, fields) => {
    if (fields?.code === AUTH_REQUIRED) failed(`${message}: ${AUTH_REQUIRED}`)
  },
}

async function main(): Promise<void> {
  watchCommits()
  const app = openClient({ folder, server, random, logger })
  if (seed % 2 === 0) {
    await app.start(BACKGROUND_SYNC)
    ready()
    return
  }
  await app.start(SYNC_MANAGER)
  ready()
  for (;;) {
    await app.get(SYNC_MANAGER).syncQueueNow()
    await pause(random() * 40)
  }
}

main().catch(failed)
