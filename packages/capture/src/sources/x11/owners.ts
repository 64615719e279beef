import type { OpenWindow } from '@meantime/core'

export interface FoundWindow extends OpenWindow {
  readonly id: number
  /** The window around it that holds the title bar; itself where there is none. */
  readonly frame: number | undefined
  readonly shown: boolean
  /** The window that it is a dialog or a menu of. */
  readonly owner: number | undefined
}

export type LooseWindow = FoundWindow & {
  /** Windows of the same program. */
  readonly owners: readonly number[]
}

/**
 * What belongs to a window counts under that window's names as well: a dialog, the list below a field or a menu of an
 * excluded window shows what the window does, and often has no name at all. What has neither a name nor an owner is left
 * out. `depth` tells how far in front something lies; what is in no frame counts as the foremost.
 */
export function withOwners(
  managed: readonly FoundWindow[],
  loose: readonly LooseWindow[],
  depth: (frame: number) => number,
): readonly OpenWindow[] {
  const all = new Map<number, FoundWindow>([...managed, ...loose].map((window) => [window.id, window]))
  const shown = [
    ...managed.filter((window) => window.shown).map((window) => ({ window, owners: ownersOf(window, all) })),
    ...loose.map((window) => {
      const nearest = ownersOf(window, all)
      return { window, owners: nearest.length > 0 ? nearest : known(window.owners, all) }
    }),
  ].filter(({ window, owners }) => window.app !== '' || window.title !== '' || owners.length > 0)
  const front = ({ frame }: FoundWindow) => (frame === undefined ? Number.POSITIVE_INFINITY : depth(frame))
  return shown
    .sort((a, b) => front(b.window) - front(a.window))
    .flatMap(({ window, owners }) => [plain(window), ...owners.map((owner) => underNameOf(owner, window))])
}

/** The window that it is a dialog of, the window which that is a dialog of, and so on. */
function ownersOf(window: FoundWindow, all: ReadonlyMap<number, FoundWindow>): readonly FoundWindow[] {
  const owners = new Set<FoundWindow>()
  for (let next = all.get(window.owner ?? 0); next !== undefined && !owners.has(next); next = all.get(next.owner ?? 0))
    owners.add(next)
  return [...owners]
}

const known = (ids: readonly number[], all: ReadonlyMap<number, FoundWindow>): readonly FoundWindow[] =>
  ids.map((id) => all.get(id)).filter((window) => window !== undefined)

const plain = ({ app, title, area, focused }: OpenWindow): OpenWindow => ({ app, title, area, focused })
const underNameOf = ({ app, title }: OpenWindow, { area }: OpenWindow): OpenWindow => ({
  app,
  title,
  area,
  focused: false,
})
