import { type App, CHANGE_FEED } from '@meantime/core'
import type { Screen } from './screen.js'
import { takeSnapshot } from './snapshot.js'

const TICK_MS = 1000

/** Draws at once, after each change by any process, and each second for the running time; until `end`. */
export async function watchStatus(app: App, screen: Screen, end: Promise<void>): Promise<void> {
  const redraw = () => void takeSnapshot(app).then(screen.draw, () => undefined)
  const unsubscribe = app.get(CHANGE_FEED).onChange(redraw)
  const tick = setInterval(redraw, TICK_MS)
  redraw()
  await end
  clearInterval(tick)
  unsubscribe()
  screen.draw(await takeSnapshot(app))
  screen.end()
}
