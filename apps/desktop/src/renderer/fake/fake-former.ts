import type { Notice } from '../../bridge/bridge.js'
import type { FormerView } from '../../bridge/moving.js'
import type { Output, Received } from '../../bridge/operations.js'
import { refuse } from './refuse.js'

const FILE = '~/.local/share/com.balabiturembek.hubnity/hubnity.db'
const DAY = 24 * 3_600_000
const ENTRIES = 412
const KEPT = 368
const SHOTS = 27
const PROJECT = '6f1c2a4e-8f2b-4c1d-9a57-3f0b8d2e7c11'

/** The former client's database, as if there were one. */
export class FakeFormer {
  private brought = false

  constructor(
    private readonly there: boolean,
    private readonly now: () => number,
    private readonly tell: (notice: Notice) => void,
  ) {}

  place(): Output<'former'> {
    return { file: this.there ? FILE : null, places: [FILE] }
  }

  async look({
    path,
    endOpen,
    dayTotals,
    resend,
    screenshots,
    projects,
  }: Received<'lookAtFormer'>): Promise<FormerView> {
    if (!this.there && (path === undefined || !path.endsWith('hubnity.db')))
      throw refuse('HUBNITY_NOT_FOUND', `There is no file ${path ?? FILE}.`, {
        safe: 'Nothing was imported, and the file was not changed.',
        hint: 'Name the file hubnity.db, or the folder that it lies in.',
      })
    const open = endOpen ? 2 : 0
    const kept = resend ? 0 : KEPT
    const days = dayTotals ? 3 : 0
    const shots = screenshots ? SHOTS : 0
    const fresh = (found: number) => ({ found, fresh: this.brought ? 0 : found })
    return {
      file: path ?? FILE,
      tasks: 1893,
      toDeliver: fresh(ENTRIES - kept + open),
      keptHere: fresh(kept),
      days: { found: 3, fresh: this.brought ? 0 : days },
      screenshots: { ...fresh(shots), waiting: SHOTS },
      work: this.brought ? null : { from: this.now() - 84 * DAY, to: this.now() - DAY, ms: 1206 * 3_600_000 },
      overlaps: 0,
      facts: {
        delivered: kept,
        continued: 3,
        halfDelivered: 1,
        withoutServerId: 9,
        withoutEnd: 2 - open,
        endGuessed: open,
        endedAtPause: 0,
        doubtful: 0,
        clockBack: 0,
        senseless: 0,
        shortened: 0,
        unexplainedDays: 3 - days,
        strandedPictures: 0,
        ofOthers: 0,
      },
      unnamedProjects: projects[PROJECT] ? [] : [PROJECT],
      toEnd: [{ description: 'Product page, image gallery', endedAt: this.now() - DAY }],
      leftOut: [
        { reason: 'unreadable', count: 4, examples: [{ where: 'row 212', detail: 'time_entry_stop, encrypted' }] },
        ...(open ? [] : [{ reason: 'end-missing' as const, count: 2, examples: [{ where: 'row 1804', detail: '' }] }]),
      ],
    }
  }

  async bring(input: Received<'importFormer'>): Promise<Output<'importFormer'>> {
    const view = await this.look(input)
    this.tell({ kind: 'moving', what: 'entries', done: 206, of: ENTRIES })
    this.brought = true
    const days = input.dayTotals ? [view.days] : []
    const counts = [view.toDeliver, view.keptHere, ...days]
    return {
      imported: counts.reduce((sum, { fresh }) => sum + fresh, 0),
      known: counts.reduce((sum, { found, fresh }) => sum + found - fresh, 0),
      pictures: view.screenshots.fresh,
      leftPictures: 0,
      waitingPictures: 0,
    }
  }
}
