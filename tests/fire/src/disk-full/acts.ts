import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { STATE_STORE } from '@meantime/core'
import { RECOVERED, type RecoveredNotice } from '@meantime/queue-sqlite'
import { Facts } from './facts.js'
import { scenario } from './scenario.js'
import { openWorld, unclear, type World } from './world.js'

/** How a disk is filled and emptied around some work. */
export interface Disk {
  fill(): Promise<void>
  free(): Promise<void>
}

export interface Outcome {
  /** Names of the writes that the full disk refused. */
  readonly refused: readonly string[]
  readonly acknowledged: number
  /** Promises that were broken, in words. */
  readonly broken: readonly string[]
}

/** Works on while the disk is full, then again with room, in the same program and in the next one. */
export async function workThrough(folder: string, diskOf: (world: World) => Disk): Promise<Outcome> {
  const [facts, refused, broken]: [Facts, string[], string[]] = [new Facts(), [], []]
  const world = await openWorld(folder)
  const disk = diskOf(world)
  for (const step of scenario(world, facts, 'before')) await step.do()
  await disk.fill()
  for (const step of scenario(world, facts, 'full')) {
    try {
      await step.do()
    } catch (error) {
      refused.push(step.name)
      const what = unclear(error)
      if (what) broken.push(`${step.name}: ${what}`)
    }
  }
  broken.push(...(await facts.missingIn(world)).map((what) => `still full: ${what}`))
  // Closing on a full disk must lose nothing either; every other time it comes first.
  await disk.free()
  await goOn(world, facts, 'after', broken)
  await world.app.stop()
  broken.push(...facts.missingOnDisk(folder))
  const next = await openWorld(folder)
  if (await next.app.get(STATE_STORE).get(RECOVERED)) broken.push('a full disk was taken for damage')
  broken.push(...(await facts.missingIn(next)).map((what) => `reopened: ${what}`))
  await goOn(next, facts, 'next', broken)
  await next.app.stop()
  broken.push(...facts.missingOnDisk(folder))
  return { refused, acknowledged: facts.acknowledged, broken }
}

/** Fills the disk, works, and closes while it is full; what was acknowledged is there when it opens again. */
export async function closeWhileFull(folder: string, disk: Disk): Promise<Outcome> {
  const [facts, refused, broken]: [Facts, string[], string[]] = [new Facts(), [], []]
  const world = await openWorld(folder)
  for (const step of scenario(world, facts, 'before')) await step.do()
  await disk.fill()
  try {
    await world.app.stop()
  } catch (error) {
    refused.push('close')
    const what = unclear(error)
    if (what) broken.push(`close: ${what}`)
  }
  await disk.free()
  const next = await openWorld(folder)
  await goOn(next, facts, 'next', broken)
  await next.app.stop()
  return { refused, acknowledged: facts.acknowledged, broken: [...broken, ...facts.missingOnDisk(folder)] }
}

/** Opens what lies in the folder while the disk is full, then with room. */
export async function openWhileFull(folder: string, disk: Disk, recovers: boolean): Promise<Outcome> {
  const [facts, refused, broken]: [Facts, string[], string[]] = [new Facts(), [], []]
  await disk.fill()
  try {
    const world = await openWorld(folder)
    await world.app.stop()
  } catch (error) {
    refused.push('open')
    const what = unclear(error)
    if (what) broken.push(`open: ${what}`)
  }
  await disk.free()
  const world = await openWorld(folder)
  const notice = await world.app.get(STATE_STORE).get<RecoveredNotice>(RECOVERED)
  if (recovers !== (notice !== undefined)) broken.push(recovers ? 'nothing was recovered' : 'it was taken for damage')
  if (notice?.failed || notice?.lostEvents) broken.push(`the salvage lost something: ${JSON.stringify(notice)}`)
  if (recovers && (notice?.events ?? 0) < 10) broken.push(`only ${notice?.events} events were salvaged`)
  await goOn(world, facts, 'after', broken)
  await world.app.stop()
  return { refused, acknowledged: facts.acknowledged, broken: [...broken, ...facts.missingOnDisk(folder)] }
}

/** A fresh copy of `template` (or an empty folder) to fill the disk around. */
export function freshFolder(parent: string, template: string | undefined): string {
  const folder = join(parent, 'data')
  rmSync(folder, { recursive: true, force: true })
  if (template) cpSync(template, folder, { recursive: true })
  return folder
}

async function goOn(world: World, facts: Facts, round: string, broken: string[]): Promise<void> {
  for (const step of scenario(world, facts, round)) {
    try {
      await step.do()
    } catch (error) {
      broken.push(`with room again (${round}), ${step.name}: ${(error as Error).message}`)
    }
  }
}
