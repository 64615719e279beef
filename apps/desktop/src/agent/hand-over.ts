import { randomUUID } from 'node:crypto'
import type { ChangeFeed, Clock, StateStore } from '@meantime/core'

const ASKED = 'desktop:show'
const SHOWN = 'desktop:shown'
const PATIENCE_MS = 5000
const STEP_MS = 50

interface Request {
  readonly id: string
}

/** Asks the desktop that runs already to show its window. False when it did not answer. */
export async function askToShow(state: StateStore, clock: Clock): Promise<boolean> {
  const id = randomUUID()
  await state.set(ASKED, { id } satisfies Request, { announce: true })
  for (let waited = 0; waited < PATIENCE_MS; waited += STEP_MS) {
    if ((await state.get<Request>(SHOWN))?.id === id) return true
    await clock.sleep(STEP_MS)
  }
  return false
}

export interface ShowDeps {
  readonly state: StateStore
  readonly changes: ChangeFeed
}

/** Calls `show` when another start asks for the window. Returns the unsubscribe function. */
export async function onAskedToShow({ state, changes }: ShowDeps, show: () => Promise<void>): Promise<() => void> {
  // What was asked of a program before us was for that one.
  let last = (await state.get<Request>(ASKED))?.id
  const look = async () => {
    const id = (await state.get<Request>(ASKED))?.id
    if (id === undefined || id === last) return
    last = id
    await show()
    await state.set(SHOWN, { id } satisfies Request)
  }
  return changes.onChange(() => void look().catch(() => undefined))
}
