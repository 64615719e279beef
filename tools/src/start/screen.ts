import { createLogUpdate } from 'log-update'
import type { Snapshot } from './snapshot.js'
import { liveLines, plainLines } from './status-lines.js'

export interface Screen {
  draw(snapshot: Snapshot): void
  /** Leaves a line for good. */
  say(words: string): void
  end(): void
}

/** On a terminal a block that is redrawn in place; elsewhere plain lines, and only when something happened. */
export function openScreen(stdout: NodeJS.WriteStream): Screen {
  if (!stdout.isTTY) return plainScreen(stdout)
  const update = createLogUpdate(stdout)
  return {
    draw: (snapshot) => update(liveLines(snapshot).join('\n')),
    say: (words) => update.persist(words),
    end: () => update.done(),
  }
}

function plainScreen(stdout: NodeJS.WriteStream): Screen {
  const shown = new Map<number, string>()
  return {
    draw(snapshot) {
      for (const [index, line] of plainLines(snapshot).entries()) {
        if (shown.get(index) !== line) stdout.write(`${line}\n`)
        shown.set(index, line)
      }
    },
    say: (words) => stdout.write(`${words}\n`),
    end: () => undefined,
  }
}
