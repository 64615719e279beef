import { FakeAgent } from './fake-agent.js'
import { SCENARIOS, worldOf } from './scenarios.js'

/*
 * Puts an agent in memory where Electron's preload puts the real one: `?scenario=offline&at=2026-03-18T14:32:00Z&frozen`.
 * What is behind `?` stays while the screens change behind `#`.
 */
const asked = new URLSearchParams(window.location.search)
const begin = Date.parse(asked.get('at') ?? '') || Date.now()
const frozen = asked.has('frozen')
const now = () => (frozen ? begin : Math.round(begin + performance.now()))
const scenario = SCENARIOS.find((name) => name === asked.get('scenario')) ?? 'busy'
const agent = new FakeAgent(worldOf(scenario, begin, asked.get('zone') ?? 'Europe/Berlin'), now)

Object.assign(window, {
  fakeAgent: agent,
  meantime: {
    ask: (name: string, input: unknown) => agent.ask(name, input),
    onNotice: (listener: (notice: unknown) => void) => agent.onNotice(listener),
  },
})
