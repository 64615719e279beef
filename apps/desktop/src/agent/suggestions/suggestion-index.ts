import type { Entry, EntryId } from '@meantime/core'
import { folded, matchOf, wordsOf } from './fold.js'

export interface Suggestion {
  readonly description: string
  readonly project: string | null
  /** UTC ms. */
  readonly lastUsedAt: number
}

interface Used {
  description: string
  project: string | null
  lastUsedAt: number
  times: number
  searched: string
}

/** What was worked on, each description and project once, with how often and when last. */
export class SuggestionIndex {
  private readonly used = new Map<string, Used>()
  private readonly keyOf = new Map<EntryId, string>()

  /** Adds an entry, or what it has become. */
  put({ id, state, description, project, startedAt }: Entry): void {
    const key =
      state === 'deleted' || (description === '' && project === null) ? undefined : `${project}\n${description}`
    const before = this.keyOf.get(id)
    if (before !== key) {
      if (before !== undefined) this.remove(id, before)
      if (key !== undefined) this.add(id, key, { description, project, lastUsedAt: startedAt })
    }
    const used = key === undefined ? undefined : this.used.get(key)
    if (used && used.lastUsedAt < startedAt) used.lastUsedAt = startedAt
  }

  /** Best match first; of equal ones the last used. */
  find(text: string, limit: number): Suggestion[] {
    const words = wordsOf(text)
    const found: { readonly used: Used; readonly match: number }[] = []
    for (const used of this.used.values()) {
      if (used.description === '') continue
      const match = matchOf(used.searched, words)
      if (match > 0) found.push({ used, match })
    }
    return found
      .sort((one, other) => other.match - one.match || other.used.lastUsedAt - one.used.lastUsedAt)
      .slice(0, limit)
      .map(({ used: { description, project, lastUsedAt } }) => ({ description, project, lastUsedAt }))
  }

  /** The last used first. */
  projects(): string[] {
    const last = new Map<string, number>()
    for (const { project, lastUsedAt } of this.used.values())
      if (project !== null) last.set(project, Math.max(last.get(project) ?? 0, lastUsedAt))
    return [...last].sort(([, one], [, other]) => other - one).map(([project]) => project)
  }

  private add(id: EntryId, key: string, found: Suggestion): void {
    this.keyOf.set(id, key)
    const used = this.used.get(key)
    if (used) used.times += 1
    else this.used.set(key, { ...found, times: 1, searched: folded(`${found.description} ${found.project ?? ''}`) })
  }

  private remove(id: EntryId, key: string): void {
    this.keyOf.delete(id)
    const used = this.used.get(key)
    if (used && used.times > 1) used.times -= 1
    else this.used.delete(key)
  }
}
