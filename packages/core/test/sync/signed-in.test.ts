import { describe, expect, it } from 'vitest'
import { authRequiredError, isAuthRequiredError, TransportError } from '../../src/index.js'
import { applyAll, fails, harness } from './harness.js'

describe('signing in', () => {
  it('without an account a sync ends at once, typed, and no task is touched', async () => {
    const { manager, queue, transport } = harness([applyAll], { signedIn: false })
    queue.addMany(1)
    await expect(manager.syncQueue()).rejects.toSatisfy(isAuthRequiredError)
    await expect(manager.syncQueueNow()).rejects.toSatisfy(isAuthRequiredError)
    expect(transport.batches).toEqual([])
    expect(queue.claims).toBe(0)
  })

  it('a 401 is answered by one refresh, and the batch goes out with the new token', async () => {
    const { manager, queue, transport, auth } = harness([fails('unauthorized'), applyAll])
    queue.addMany(30)
    expect(await manager.syncQueue()).toMatchObject({ status: 'drained', sent: 30 })
    expect(auth.refreshes).toBe(1)
    expect(transport.tokens).toEqual(['token-0', 'token-1', 'token-1'])
  })

  it('a 401 that stays after the refresh asks for signing in; tasks stay as they were', async () => {
    const { manager, queue } = harness([fails('unauthorized')])
    queue.addMany(2)
    await expect(manager.syncQueue()).rejects.toSatisfy(isAuthRequiredError)
    expect(queue.rows.map(({ state, attempts }) => [state, attempts])).toEqual([
      ['pending', 0],
      ['pending', 0],
    ])
    expect(await manager.lastSync()).toMatchObject({ status: 'auth-required' })
  })

  it('a server that refuses also fresh tokens costs one refresh, not one in each automatic run', async () => {
    const { manager, queue, auth } = harness([fails('unauthorized'), fails('unauthorized'), applyAll])
    queue.addMany(2)
    await expect(manager.syncQueue()).rejects.toSatisfy(isAuthRequiredError)
    expect(await manager.syncQueue()).toMatchObject({ status: 'failing', problem: { code: 'SERVER_RESTS' } })
    expect(auth.refreshes).toBe(1)
    expect(await manager.lastSync()).toMatchObject({ status: 'auth-required' })
    expect(await manager.syncQueueNow()).toMatchObject({ status: 'drained', sent: 2 })
  })

  it('a refresh that finds no network is offline, not signed out', async () => {
    const { manager, queue, auth } = harness()
    queue.addMany(1)
    auth.fail = new TransportError({ failure: 'offline', message: 'no route' })
    expect(await manager.syncQueue()).toMatchObject({ status: 'offline' })
    auth.fail = authRequiredError()
    await expect(manager.syncQueueNow()).rejects.toSatisfy(isAuthRequiredError)
  })
})
