import type { Logger } from '@meantime/core'
import type { Asker, HubnityApi } from './hubnity-api.js'
import type { Lane } from './lane.js'
import type { Row } from './row.js'

const DAY_MS = 24 * 3_600_000

/**
 * Which of these entries, all delivered before, the server does not have any more. What somebody has changed there since
 * stays as they left it.
 */
export async function goneOf(
  lanes: readonly Lane[],
  { api, asker, logger, now }: { api: HubnityApi; asker: Asker; logger: Logger; now: number },
): Promise<readonly Lane[]> {
  const expected = lanes.filter(({ kept }) => kept.remote !== undefined)
  if (expected.length === 0) return []
  const rows = await listAround(expected, api, asker, now)
  const ids = new Set(rows.map(({ id }) => id))
  const gone: Lane[] = []
  for (const lane of expected) {
    if (ids.has(lane.kept.remote ?? '')) continue
    // Its start may have been moved out of the list; a change of nothing tells.
    const { status } = await api.patch(lane.kept.remote ?? '', {}, asker)
    if (status === 404) gone.push(lane)
  }
  if (gone.length > 0) logger.warn('the server has lost entries; they are made again', { count: gone.length })
  return gone
}

function listAround(lanes: readonly Lane[], api: HubnityApi, asker: Asker, now: number): Promise<readonly Row[]> {
  const starts = lanes.flatMap(({ kept }) => kept.pushed?.startTime ?? kept.entry?.startedAt ?? [])
  const [from, to] = starts.length > 0 ? [Math.min(...starts), Math.max(...starts)] : [now, now]
  return api.list(from - DAY_MS, to + DAY_MS, asker)
}
