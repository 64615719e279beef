import { styleText } from 'node:util'
import { type Entry, type LastSync, type QueueCounts, workedMs } from '@meantime/core'
import type { Snapshot } from './snapshot.js'

const label = (text: string): string => styleText('dim', text.padEnd(12))

/** For a terminal that is redrawn every second. */
export function liveLines(snapshot: Snapshot): string[] {
  const { entry, now, counts, lastSync } = snapshot
  return [
    entry ? `${symbol(entry)} ${title(entry)}  ${styleText('bold', clockTime(workedMs(entry, now)))}` : idle(),
    `${label('Queue')}${queueText(counts)}`,
    `${label('Last sync')}${syncText(lastSync)}`,
  ]
}

/** For a log: nothing that changes by itself, so that a line means that something happened. */
export function plainLines({ entry, counts, lastSync }: Snapshot): string[] {
  const tracked = entry ? `${entry.state}: ${title(entry)} since ${time(entry.startedAt)}` : 'nothing is being tracked'
  return [`status: ${tracked}`, `queue: ${queueText(counts)}`, `last sync: ${syncText(lastSync)}`]
}

const symbol = (entry: Entry): string =>
  entry.state === 'running' ? styleText('green', '●') : styleText('yellow', '❚❚')
const idle = (): string => `${styleText('dim', '○')} Nothing is being tracked.`

function title({ description, project, state }: Entry): string {
  const what = description || '(no description)'
  const where = project ? ` · ${project}` : ''
  return `${what.length > 60 ? `${what.slice(0, 59)}…` : what}${where}${state === 'paused' ? ' (paused)' : ''}`
}

function queueText({ pending, leased, failed, dead, dropped }: QueueCounts): string {
  const waiting = pending + leased + failed
  const parts = [waiting === 0 ? 'everything is delivered' : `${waiting} waiting`]
  if (dead > 0) parts.push(styleText('red', `${dead} parked`))
  if (dropped > 0) parts.push(styleText('yellow', `${dropped} dropped`))
  return parts.join(' · ')
}

function syncText(last: LastSync | undefined): string {
  if (!last) return 'none yet'
  const what = last.problem ? last.problem.message : last.sent > 0 ? `${last.sent} delivered` : 'nothing to deliver'
  return `${time(last.at)} · ${what}`
}

const time = (at: number): string =>
  new Date(at).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })

/** 1:02:03 */
function clockTime(ms: number): string {
  const seconds = Math.floor(ms / 1000)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
}
