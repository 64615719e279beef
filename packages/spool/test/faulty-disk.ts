import { type OpenFile, type SpoolDisk, systemDisk } from '../src/spool-disk.js'

export type Step = 'mkdir' | 'open' | 'write' | 'sync' | 'close' | 'utimes' | 'rename' | 'stat' | 'rm'

/** What a put does, in order; the second `sync` is the folder's. */
export const STEPS = ['mkdir', 'open', 'write', 'sync', 'utimes', 'rename', 'sync of the folder'] as const
type Named = Step | (typeof STEPS)[number]

export interface Faults {
  /** Fails once at a step, and goes on living. */
  readonly fail?: { readonly step: Named; readonly code: string }
  /** From a step on nothing works any more, cleaning up included: the program is gone. */
  readonly crash?: Named
  /** How many times the step works before the crash. */
  readonly crashAfter?: number
  readonly shortWrites?: boolean
  readonly before?: { readonly step: Step; readonly act: () => Promise<unknown> }
}

/** The real disk, which fails or dies where a test says. */
export class FaultyDisk implements SpoolDisk {
  readonly done: Step[] = []
  private dead = false
  private whole = true
  private acted = false
  private readonly seen = new Map<Step, number>()

  constructor(private readonly faults: Faults = {}) {}

  mend(): void {
    this.whole = false
  }

  readdir = (path: string) => systemDisk.readdir(path)
  mkdir = (path: string, options: { recursive: true; mode: number }) =>
    this.step('mkdir', () => systemDisk.mkdir(path, options))
  stat = (path: string) => this.step('stat', () => systemDisk.stat(path))
  rename = (from: string, to: string) => this.step('rename', () => systemDisk.rename(from, to))
  link = (from: string, to: string) => systemDisk.link(from, to)
  utimes = (path: string, accessed: Date, modified: Date) =>
    this.step('utimes', () => systemDisk.utimes(path, accessed, modified))
  rm = (path: string, options: { force: true }) => this.step('rm', () => systemDisk.rm(path, options))

  open = async (path: string, flags: string, mode?: number): Promise<OpenFile> => {
    const file = await this.step('open', () => systemDisk.open(path, flags, mode))
    const shortened = (pieces: readonly Uint8Array[]) => [pieces[0]?.subarray(0, 1) ?? new Uint8Array()]
    const writev = (pieces: readonly Uint8Array[]) =>
      this.step('write', () => file.writev(this.faults.shortWrites ? shortened(pieces) : pieces))
    return {
      writev: writev as OpenFile['writev'],
      read: file.read.bind(file),
      stat: file.stat.bind(file),
      sync: () => this.step('sync', () => file.sync()),
      close: async () => {
        this.done.push('close')
        await file.close()
      },
    }
  }

  private async step<T>(step: Step, work: () => Promise<T>): Promise<T> {
    const before = this.seen.get(step) ?? 0
    this.seen.set(step, before + 1)
    if (this.dead) throw new Error('dead')
    const { fail, crash, crashAfter = 0, before: meanwhile } = this.faults
    if (meanwhile?.step === step && !this.acted) {
      this.acted = true
      await meanwhile.act()
    }
    if (this.whole && fail && names(fail.step, step, before, 0)) throw Object.assign(new Error(fail.code), fail)
    if (crash && names(crash, step, before, crashAfter)) {
      this.dead = true
      throw new Error('dead')
    }
    this.done.push(step)
    return work()
  }
}

function names(wanted: Named, step: Step, before: number, after: number): boolean {
  if (wanted === 'sync of the folder') return step === 'sync' && before === 1
  return wanted === step && before === after
}
