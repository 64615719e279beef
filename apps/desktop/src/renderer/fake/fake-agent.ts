import { BridgeError } from '../../bridge/answer.js'
import { type Handlers, isOperation, type Notice, OPERATIONS } from '../../bridge/bridge.js'
import { COMMANDS } from '../../bridge/operations.js'
import type { AccountView, OfferView, StateView } from '../../bridge/shapes.js'
import { FakeFormer } from './fake-former.js'
import { FakeJournal } from './fake-journal.js'
import { FakeQueue } from './fake-queue.js'
import { FakeSettings } from './fake-settings.js'
import { FakeShots } from './fake-shots.js'
import { answeredOffer } from './offers.js'
import { SeededRandom } from './random.js'
import { refuse } from './refuse.js'
import type { World } from './scenarios.js'

/** All that the real agent does, in memory: for tests, pictures and work on the window alone. */
export class FakeAgent {
  readonly journal: FakeJournal
  readonly queue: FakeQueue
  readonly pictures: FakeShots
  readonly settingsFile: FakeSettings
  readonly moving: FakeFormer
  offers: OfferView[]
  account: AccountView | null
  firstRun: boolean
  /** While it is true nothing is answered, as if the agent's process were gone. */
  gone = false
  private readonly random = new SeededRandom(99)
  private readonly listeners = new Set<(notice: Notice) => void>()

  constructor(
    private readonly world: World,
    private readonly now: () => number,
  ) {
    const newId = () => this.random.id()
    this.queue = new FakeQueue([...world.tasks], {
      now,
      newId,
      tell: (notice) => this.tell(notice),
      onSettled: () => this.journal.setWaits(this.queue.waiting()),
    })
    Object.assign(this.queue, world.queue)
    this.journal = new FakeJournal(world.entries, {
      now,
      newId,
      zone: world.zone,
      record: (entryId, type) => {
        this.queue.add(entryId, type)
        this.journal.setWaits(this.queue.waiting())
      },
    })
    this.journal.setWaits(this.queue.waiting())
    this.pictures = new FakeShots([...world.shots], now)
    this.pictures.capture = world.capture
    this.settingsFile = new FakeSettings(world.settings, world.fixed)
    this.moving = new FakeFormer(world.former, now, (notice) => this.tell(notice))
    this.offers = [...world.offers]
    this.account = world.account
    this.firstRun = world.firstRun
  }

  /** As the carriers do it: checked on the way in, an envelope on the way out. */
  async ask(name: string, input: unknown): Promise<unknown> {
    if (this.gone) return { ok: false, problem: { code: 'AGENT_UNREACHABLE', message: 'The agent is not running.' } }
    try {
      if (!isOperation(name)) throw refuse('OPERATION_UNKNOWN', `There is no operation “${name}”.`)
      if (this.world.broken?.includes(name))
        throw refuse('DISK_ERROR', 'The disk reported an error.', {
          safe: 'This one change was not recorded; everything recorded before is safe.',
          hint: 'Check the disk and its free space, then do it again.',
        })
      const received = OPERATIONS[name].input.parse(input)
      const value: unknown = await (this.handlers[name] as (input: unknown) => Promise<unknown>)(received)
      if (name in COMMANDS) this.tell({ kind: 'changed' })
      // As JSON does it: what crosses a process is a copy.
      return JSON.parse(JSON.stringify({ ok: true, value: OPERATIONS[name].output.parse(value) }))
    } catch (error) {
      const problem = error instanceof BridgeError ? error.problem : { code: 'INPUT_INVALID', message: String(error) }
      return { ok: false, problem }
    }
  }

  onNotice(listener: (notice: Notice) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  tell(notice: Notice): void {
    for (const listener of this.listeners) listener(notice)
  }

  private state(): StateView {
    const { undoable } = this.journal
    return {
      now: this.now(),
      zone: this.world.zone,
      account: this.account,
      server: (this.settingsFile.get('server').value as string | null) ?? null,
      current: this.journal.current,
      offers: this.offers,
      sync: this.queue.view(),
      capture: this.pictures.view(),
      ...(undoable ? { undo: undoable } : {}),
      firstRun: this.firstRun,
    }
  }

  private get handlers(): Handlers {
    const { journal, queue, pictures } = this
    return {
      ...(journal as Pick<FakeJournal, keyof FakeJournal & keyof Handlers>),
      ...(queue as Pick<FakeQueue, keyof FakeQueue & keyof Handlers>),
      ...(pictures as Pick<FakeShots, keyof FakeShots & keyof Handlers>),
      state: async () => this.state(),
      taskWork: async ({ ids }) => queue.about(ids, journal.all),
      settings: async () => this.settingsFile.all(),
      setSetting: async ({ key, value }) => this.settingsFile.set(key, value),
      about: async () => ({
        version: '0.1.0',
        node: '20.20.2',
        sqlite: '3.51.3',
        dataFolder: '~/.local/share/meantime',
        deviceId: '0197c1f2-4c7e-7d3a-9a51-5b1c0f3e2d10',
      }),
      export: async ({ format }) => ({
        name: `meantime.${format}`,
        mediaType: 'text/plain',
        text: `${journal.all.length} entries\n`,
      }),
      answerOffer: async ({ id, answer }) => {
        const offer = this.offers.find((each) => each.id === id)
        if (!offer) throw refuse('AWAY_NOTHING_LEFT', 'It was answered elsewhere.', { safe: 'Nothing was changed.' })
        this.offers = this.offers.filter((each) => each !== offer)
        return answeredOffer(journal, offer, answer)
      },
      signIn: async ({ email, password, server }) => {
        if (password === 'wrong')
          throw refuse('BAD_CREDENTIALS', 'The e-mail address or the password is wrong.', {
            safe: 'What you recorded is kept on this computer.',
          })
        const at =
          server ?? this.account?.server ?? String(this.settingsFile.get('server').value ?? 'https://time.example.org')
        if (server) this.settingsFile.set('server', server)
        this.account = { email, server: at, signedIn: true }
        queue.signedIn = true
        void queue.run()
        return {}
      },
      signOut: async () => {
        this.account = this.account && { ...this.account, signedIn: false }
        queue.signedIn = false
        return {}
      },
      setAuthTokens: async () => ({}),
      former: async () => this.moving.place(),
      lookAtFormer: (input) => this.moving.look(input),
      importFormer: (input) => this.moving.bring(input),
      whichServer: async ({ server }) => {
        const isOlder = server.includes('hubnity')
        return { kind: isOlder ? 'hubnity' : 'meantime', server: isOlder ? olderAddress(server) : server, asked: true }
      },
      chooseServer: async ({ server, kind }) => {
        this.settingsFile.set('server', server)
        this.settingsFile.set('serverKind', (kind === 'hubnity') === /\/api(\/v1)?$/.test(server) ? null : kind)
        return {}
      },
      finishFirstRun: async () => {
        this.firstRun = false
        return {}
      },
    }
  }
}

const olderAddress = (server: string): string => (/\/api(\/v1)?$/.test(server) ? server : `${server}/api/v1`)
