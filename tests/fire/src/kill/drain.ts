import { setTimeout as pause } from 'node:timers/promises'
import { PROFILES, SYNC_MANAGER, TASK_QUEUE } from '@meantime/core'
import { failed, orders, ready } from './child.js'
import { openClient } from './client.js'

/** One healthy program that delivers until nothing is open any more. A process of its own, so that it can be given up. */
const { folder, server, random } = orders()

async function main(): Promise<void> {
  const app = openClient({ folder, random, server })
  await app.start(SYNC_MANAGER, PROFILES)
  const account = app.get(PROFILES).current()?.accountId
  for (let open = Number.POSITIVE_INFINITY; open > 0; ) {
    await app.get(SYNC_MANAGER).syncQueueNow()
    const { pending, leased, failed } = await app.get(TASK_QUEUE).counts(account)
    open = pending + leased + failed
    if (open > 0) await pause(50)
  }
  await app.stop()
  ready()
  process.disconnect()
}

main().catch(failed)
