import { setupServer } from 'msw/node'
import { describe, expect, onTestFinished, test } from 'vitest'
import { listenAsOlderServer, olderFault, olderServerHandlers } from '../../src/older-server/index.js'
import { scene } from '../support/older-scene.js'

describe('what a test can do to the older server', () => {
  test('an answer is lost after the effect, or before it, or the effect comes late', async () => {
    const { start, older } = scene()
    const count = () => older.tables.entries.length
    older.faults.next(olderFault.reset)
    await start()
    expect(count()).toBe(0)
    older.faults.next(olderFault.late, { method: 'POST', path: '/time-entries' })
    await start()
    expect(count()).toBe(0)
    await older.lateNow()
    expect(count()).toBe(1)
    older.faults.next(olderFault.lost)
    await start()
    expect(older.requests).toHaveLength(3)
  })

  test('tokens are refused for a while, statuses and pages come instead of answers', async () => {
    const { call, older } = scene()
    older.faults.refuseTokens = 1
    expect((await call('GET', '/projects')).status).toBe(401)
    older.faults.next(olderFault.status(503, 'Busy', 30))
    const busy = await call('GET', '/projects')
    expect([busy.status, busy.headers.get('retry-after'), busy.body.message]).toEqual([503, '30', 'Busy'])
    expect((await call('GET', '/projects')).status).toBe(200)
  })

  test('it is the same behind mocked requests and behind a real socket', async () => {
    const { older } = scene()
    const login = { method: 'POST', body: JSON.stringify({ email: 'ada@example.org', password: 'correct horse' }) }
    const { url, close } = await listenAsOlderServer(older)
    onTestFinished(close)
    expect((await fetch(`${url}/auth/login`, login)).status).toBe(200)
    const msw = setupServer(...olderServerHandlers(older))
    msw.listen({ onUnhandledRequest: 'bypass' })
    onTestFinished(() => msw.close())
    expect((await fetch('https://hubnity.example.test/api/v1/auth/login', login)).status).toBe(200)
    older.faults.offline = true
    await expect(fetch(`${url}/auth/login`, login)).rejects.toThrow()
    await expect(fetch('https://hubnity.example.test/api/v1/auth/login', login)).rejects.toThrow()
  })
})
