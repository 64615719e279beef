import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ManualClock, MemoryBlobStore } from '@meantime/testkit'
import { OlderServer } from '@meantime/testkit/older-server'
import { fastFolder } from '../model/fast-folder.js'
import type { Failure } from '../random-runs/failure.js'
import type { Command } from './commands.js'
import { checkEnd } from './final.js'
import { perform } from './perform.js'
import { startProgram } from './program.js'
import { World } from './world.js'

/** An empty, up-to-date database, to be copied: laying its tables costs more than a whole run. */
export async function makeTemplate(folder: string): Promise<string> {
  const file = join(folder, 'template.db')
  const older = new OlderServer()
  const user = older.addUser()
  const http = { request: () => Promise.reject(new Error('not now')) }
  const blobs = new MemoryBlobStore()
  const program = await startProgram({ file, clock: new ManualClock(), older, user, http, blobs, seed: 1, count: 0 })
  await program.app.stop()
  return file
}

/** Does the commands on a fresh computer with a fresh server; undefined when every promise held. */
export async function run(template: string, commands: readonly Command[], seed: number): Promise<Failure | undefined> {
  const folder = fastFolder()
  const world = new World(folder, template, seed)
  let done = 0
  try {
    for (const command of commands) {
      done += 1
      await perform(world, command)
    }
    await checkEnd(world)
    return undefined
  } catch (error) {
    return { error: error as Error, done }
  } finally {
    await world.close()
    await rm(folder, { recursive: true, force: true })
  }
}
