import {
  type BatchResult,
  type ClaimedTask,
  type Outcome,
  type SendContext,
  type TaskId,
  TransportError,
} from '@meantime/core'
import type { Fate } from './commands.js'
import { checkClaim } from './invariants.js'
import { answer, failure, HIDDEN } from './server.js'
import { must } from './violation.js'
import type { Running, World } from './world.js'

/** What lies between the programs and the server: looks at every request, and lets it meet its fate. */
export class Network {
  constructor(private readonly world: World) {}

  async send(from: Running, tasks: readonly ClaimedTask[], context: SendContext): Promise<BatchResult> {
    this.checkRequest(from, tasks, context)
    const { script } = from
    const next = script.during.shift()
    if (next) await this.world.step(next)
    if (context.signal.aborted) throw failure('aborted', { kind: 'stop', n: 0 })
    const fate = script.fates.shift() ?? { kind: 'apply', n: 0 }
    const token = context.token.reveal()
    if (script.refuseTokens || token !== `${this.world.person.account} ${this.world.person.token}`)
      return unauthorized(from)
    const outcomes = await this.meet(fate, from, tasks)
    // The program waits for this answer while a nested command may have moved time on.
    this.world.latest = Math.max(this.world.latest, this.world.clock.now())
    return answer(outcomes)
  }

  private checkRequest(from: Running, tasks: readonly ClaimedTask[], { token }: SendContext): void {
    must(!JSON.stringify(tasks).includes(HIDDEN), 'a token of a payload was sent')
    const snapshot = this.world.check()
    const [owner] = token.reveal().split(' ')
    for (const { id } of tasks)
      must(this.world.ledger.tasks.get(id)?.account === owner, () => `${id} went out with the token of ${owner}`)
    const lease = tasks[0] && snapshot.byId.get(tasks[0].id)?.lease_token
    must(!!lease, 'a request carries tasks that are not leased')
    if (from.leases.has(lease)) return
    from.leases.add(lease)
    checkClaim(
      snapshot,
      tasks.map(({ id }) => id),
    )
  }

  private async meet(fate: Fate, from: Running, tasks: readonly ClaimedTask[]): Promise<Map<TaskId, Outcome>> {
    const { server, ledger, clock } = this.world
    const { kind, n } = fate
    const [only] = tasks.length === 1 ? tasks : []
    if (kind === 'small') from.script.most = 1 + (n % 4)
    if (kind === 'poison') server.poison.add((tasks[n % tasks.length] as ClaimedTask).id)
    const refused = tasks.some(({ id }) => server.poison.has(id))
    if (refused || tasks.length > from.script.most) {
      if (only) ledger.answered(only.id)
      throw failure(refused ? 'invalid' : 'too-large', fate)
    }
    switch (kind) {
      case 'items':
        return server.apply(tasks, server.moody(n))
      case 'unauthorized':
        this.world.person.token += 1
        return unauthorized(from)
      case 'always-unauthorized':
        from.script.refuseTokens = true
        return unauthorized(from)
      case 'slow':
        clock.advance(1000 * (n % 200))
        return server.apply(tasks)
      case 'stop':
        void from.program.sync.stop()
        if (n % 2) this.silently(tasks)
        throw failure('aborted', fate)
      case 'die':
        if (n % 2) this.silently(tasks)
        await from.program.kill()
        return new Promise(() => undefined)
      case 'lost':
        this.silently(tasks)
        throw failure('offline', fate)
      case 'timeout':
        if (n % 2) this.silently(tasks)
        throw failure('timeout', fate)
      case 'apply':
      case 'small':
      case 'poison':
        return server.apply(tasks)
      default:
        throw failure(kind, fate)
    }
  }

  /** It takes effect and nobody is told, so no task may pay for it. */
  private silently(tasks: readonly ClaimedTask[]): void {
    const before = new Map(this.world.ledger.answers)
    this.world.server.apply(tasks)
    this.world.ledger.answers.clear()
    for (const [id, n] of before) this.world.ledger.answers.set(id, n)
  }
}

function unauthorized({ script }: Running): never {
  script.refused += 1
  throw new TransportError({ failure: 'unauthorized', message: 'The model says unauthorized.' })
}
