import { describe, expect, it } from 'vitest'
import { BridgeError, openAnswer } from '../../src/bridge/answer.js'
import { QUERIES } from '../../src/bridge/operations.js'
import { bridgeOver } from '../../src/renderer/bridge/connect.js'
import { readNotice } from '../../src/renderer/bridge/http-carrier.js'
import { Link } from '../../src/renderer/bridge/link.js'
import { FakeAgent } from '../../src/renderer/fake/fake-agent.js'
import { SCENARIOS, worldOf } from '../../src/renderer/fake/scenarios.js'

const NOW = Date.parse('2026-03-18T14:32:10Z')
const period = { from: 0, to: NOW }

describe('what the agent answers', () => {
  it('is opened when it is what was promised', () => {
    expect(openAnswer('projects', { ok: true, value: ['A'] })).toEqual(['A'])
  })

  it('a refusal keeps its words', () => {
    const problem = { code: 'DISK_FULL', message: 'The disk is full.', safe: 'All is safe.', hint: 'Free some space.' }
    expect(() => openAnswer('state', { ok: false, problem })).toThrow(BridgeError)
    try {
      openAnswer('state', { ok: false, problem })
    } catch (error) {
      expect((error as BridgeError).problem).toEqual(problem)
    }
  })

  it('anything else is said to be unreadable, not shown', () => {
    for (const answer of [null, 'text', {}, { ok: true, value: [1] }, { ok: false }, { ok: 'yes', value: [] }]) {
      expect(() => openAnswer('projects', answer)).toThrow(/could not be understood/)
    }
  })

  it('a notice that this window does not know is passed over', () => {
    expect(readNotice('{"kind":"changed"}')).toEqual({ kind: 'changed' })
    expect(readNotice('{"kind":"tomorrow"}')).toBeUndefined()
    expect(readNotice('not JSON')).toBeUndefined()
  })
})

it.each(SCENARIOS)('the agent in memory keeps to the bridge: %s', async (scenario) => {
  const agent = new FakeAgent(worldOf(scenario, NOW, 'Europe/Berlin'), () => NOW)
  const bridge = bridgeOver({
    link: new Link(),
    ask: (name, input) => agent.ask(name, input),
    onNotice: () => () => undefined,
  })
  const broken = worldOf(scenario, NOW, 'Europe/Berlin').broken ?? []
  const ids = [...agent.queue.all.slice(0, 5).map(({ id }) => id), '0197c1f2-4c7e-7d3a-9a51-5b1c0f3e2d10']
  for (const name of Object.keys(QUERIES) as (keyof typeof QUERIES)[]) {
    if (broken.includes(name) || name === 'picture') continue
    const more = { server: 'https://time.example.org', path: '/mnt/old/hubnity.db' }
    const input = { text: '', states: [], ids, ...period, ...more, format: 'csv' as const }
    await expect(bridge.ask(name as 'state', input as never), name).resolves.toBeDefined()
  }
})
