import type { OlderProject } from './rows.js'

const CACHED_MS = 300_000

/** What the two lists of projects say: for five minutes the same, whatever happens to a project meanwhile. */
export class ProjectLists {
  readonly #cached = new Map<string, { readonly until: number; readonly list: readonly OlderProject[] }>()

  of(name: string, now: number, read: () => readonly OlderProject[]): readonly OlderProject[] {
    const known = this.#cached.get(name)
    if (known && now < known.until) return known.list
    const list = read().map((project) => ({ ...project }))
    this.#cached.set(name, { until: now + CACHED_MS, list })
    return list
  }
}
