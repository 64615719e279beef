import type { Handlers } from '../../bridge/bridge.js'
import type { EntryView, UndoView } from '../../bridge/shapes.js'
import { refuse } from './refuse.js'

type Kept = Pick<
  Handlers,
  | 'entries'
  | 'suggestions'
  | 'projects'
  | 'start'
  | 'switch'
  | 'pause'
  | 'resume'
  | 'stop'
  | 'addEntry'
  | 'editEntry'
  | 'splitEntry'
  | 'mergeEntries'
  | 'deleteEntries'
  | 'undo'
>

interface JournalDeps {
  readonly now: () => number
  readonly newId: () => string
  readonly zone: string
  /** A change is to be delivered. Returns whether it waits. */
  readonly record: (entryId: string, type: string) => void
}

/** Entries in memory, with the rules that the real journal has. */
export class FakeJournal implements Kept {
  private undos: { what: UndoView; entries: readonly EntryView[] }[] = []

  constructor(
    public all: readonly EntryView[],
    private readonly deps: JournalDeps,
  ) {}

  get current(): EntryView | null {
    return this.all.find(({ state }) => state !== 'stopped') ?? null
  }

  get undoable(): UndoView | undefined {
    return this.undos.at(-1)?.what
  }

  entries: Handlers['entries'] = async ({ from, to, limit }) =>
    this.all
      .filter((entry) => entry.startedAt < to && (entry.endedAt ?? Number.POSITIVE_INFINITY) >= from)
      .sort((one, other) => other.startedAt - one.startedAt)
      .slice(0, limit)

  suggestions: Handlers['suggestions'] = async ({ text, limit }) => {
    const found = new Map<string, { description: string; project: string | null; lastUsedAt: number }>()
    for (const { description, project, startedAt } of [...this.all].sort(
      (one, other) => other.startedAt - one.startedAt,
    )) {
      const key = `${description}\n${project}`
      if (
        description !== '' &&
        !found.has(key) &&
        `${description} ${project}`.toLowerCase().includes(text.toLowerCase())
      ) {
        found.set(key, { description, project, lastUsedAt: startedAt })
      }
      if (found.size >= limit) break
    }
    return [...found.values()]
  }

  projects: Handlers['projects'] = async () =>
    [...new Set(this.all.flatMap(({ project }) => (project === null ? [] : [project])))].sort()

  start: Handlers['start'] = async ({ description, project, at }) => {
    const now = at ?? this.deps.now()
    const stopped = this.close(now)
    const entry: EntryView = {
      id: this.deps.newId(),
      state: 'running',
      description,
      project,
      zone: this.deps.zone,
      startedAt: now,
      endedAt: null,
      segments: [{ from: now, to: null }],
      waits: false,
    }
    this.all = [...this.all, entry]
    this.deps.record(entry.id, 'time_entry_start')
    return { entry: this.get(entry.id), ...(stopped ? { stopped } : {}) }
  }

  switch: Handlers['switch'] = async (work) => this.start(work)

  pause: Handlers['pause'] = async () => {
    const entry = this.open('running')
    const now = this.deps.now()
    this.put({ ...entry, state: 'paused', segments: closed(entry.segments, now) }, 'time_entry_pause')
    return { entry: this.get(entry.id) }
  }

  resume: Handlers['resume'] = async () => {
    const entry = this.open('paused')
    const segments = [...entry.segments, { from: this.deps.now(), to: null }]
    this.put({ ...entry, state: 'running', segments }, 'time_entry_resume')
    return { entry: this.get(entry.id) }
  }

  stop: Handlers['stop'] = async ({ at }) => {
    const entry = this.close(at ?? this.deps.now())
    if (!entry) throw refuse('ENTRY_NOT_OPEN', 'Nothing is running.', { safe: 'Nothing was changed.' })
    return { entry }
  }

  addEntry: Handlers['addEntry'] = async ({ description, project, segments }) => {
    this.remember('add', description)
    const entry: EntryView = {
      id: this.deps.newId(),
      state: 'stopped',
      description,
      project,
      zone: this.deps.zone,
      startedAt: segments[0]?.from ?? 0,
      endedAt: segments.at(-1)?.to ?? 0,
      segments,
      waits: false,
    }
    this.put(entry, 'time_entry_start')
    return this.get(entry.id)
  }

  editEntry: Handlers['editEntry'] = async ({ id, changes }) => {
    this.remember('edit', this.get(id).description)
    const entry = this.get(id)
    const segments = changes.segments ?? entry.segments
    const last = segments.at(-1)
    this.put(
      {
        ...entry,
        description: changes.description ?? entry.description,
        project: changes.project === undefined ? entry.project : changes.project,
        segments,
        startedAt: segments[0]?.from ?? entry.startedAt,
        endedAt: entry.state === 'stopped' ? (last?.to ?? entry.endedAt) : entry.endedAt,
      },
      'time_entry_edit',
    )
    return this.get(id)
  }

  splitEntry: Handlers['splitEntry'] = async ({ id, at }) => {
    this.remember('split', this.get(id).description)
    const entry = this.get(id)
    const before = entry.segments
      .filter(({ from }) => from < at)
      .map(({ from, to }) => ({ from, to: Math.min(to ?? at, at) }))
    const after = entry.segments
      .filter(({ to }) => to === null || to > at)
      .map(({ from, to }) => ({ from: Math.max(from, at), to }))
    this.put({ ...entry, state: 'stopped', segments: before, endedAt: before.at(-1)?.to ?? at }, 'time_entry_edit')
    const second = { ...entry, id: this.deps.newId(), segments: after, startedAt: after[0]?.from ?? at }
    this.put(second, 'time_entry_start')
    return [this.get(id), this.get(second.id)]
  }

  mergeEntries: Handlers['mergeEntries'] = async ({ ids }) => {
    this.remember('merge', '', ids.length)
    const entries = ids.map((id) => this.get(id)).sort((one, other) => one.startedAt - other.startedAt)
    const first = this.get(ids[0] ?? '')
    const segments = entries.flatMap((entry) => entry.segments).sort((one, other) => one.from - other.from)
    this.all = this.all.filter(({ id }) => !ids.includes(id))
    this.put(
      {
        ...first,
        segments,
        startedAt: segments[0]?.from ?? first.startedAt,
        endedAt: segments.at(-1)?.to ?? first.endedAt,
      },
      'time_entry_edit',
    )
    return this.get(first.id)
  }

  deleteEntries: Handlers['deleteEntries'] = async ({ ids }) => {
    this.remember('delete', this.get(ids[0] ?? '').description, ids.length)
    this.all = this.all.filter(({ id }) => !ids.includes(id))
    for (const id of ids) this.deps.record(id, 'time_entry_delete')
    return {}
  }

  undo: Handlers['undo'] = async () => {
    const last = this.undos.pop()
    if (!last) throw refuse('NOTHING_TO_UNDO', 'There is nothing to undo.')
    this.all = last.entries
    return { undone: last.what }
  }

  get(id: string): EntryView {
    const entry = this.all.find((each) => each.id === id)
    if (!entry) throw refuse('ENTRY_UNKNOWN', 'This entry is not there any more.', { safe: 'Nothing was changed.' })
    return entry
  }

  put(entry: EntryView, type: string): void {
    this.all = [...this.all.filter(({ id }) => id !== entry.id), entry]
    this.deps.record(entry.id, type)
  }

  setWaits(ids: ReadonlySet<string>): void {
    this.all = this.all.map((entry) =>
      entry.waits === ids.has(entry.id) ? entry : { ...entry, waits: ids.has(entry.id) },
    )
  }

  private remember(kind: UndoView['kind'], description: string, entries = 1): void {
    this.undos = [...this.undos.slice(-20), { what: { kind, description, entries }, entries: this.all }]
  }

  private open(state: EntryView['state']): EntryView {
    const entry = this.all.find((each) => each.state === state)
    if (!entry) throw refuse('ENTRY_NOT_OPEN', `Nothing is ${state}.`, { safe: 'Nothing was changed.' })
    return entry
  }

  private close(at: number): EntryView | undefined {
    const entry = this.current
    if (!entry) return undefined
    this.put({ ...entry, state: 'stopped', endedAt: at, segments: closed(entry.segments, at) }, 'time_entry_stop')
    return this.get(entry.id)
  }
}

const closed = (segments: EntryView['segments'], at: number): EntryView['segments'] =>
  segments.map(({ from, to }) => ({ from, to: to ?? Math.max(from, at) }))
