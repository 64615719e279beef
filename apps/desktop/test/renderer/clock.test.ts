import { expect, it } from 'vitest'
import { AgentClock } from '../../src/renderer/clock/agent-clock.js'
import { Ticker } from '../../src/renderer/clock/ticker.js'

class FakePage {
  isHidden = false
  readonly due: { ms: number; call: () => void }[] = []
  private readonly listeners = new Set<() => void>()

  hidden = () => this.isHidden

  onVisibility = (listener: () => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  after = (ms: number, call: () => void) => {
    const timer = { ms, call }
    this.due.push(timer)
    return () => {
      const at = this.due.indexOf(timer)
      if (at >= 0) this.due.splice(at, 1)
    }
  }

  show(visible: boolean): void {
    this.isHidden = !visible
    for (const listener of this.listeners) listener()
  }
}

it('takes the agent’s time, and no jitter of an answer on its way', () => {
  let local = 1_000_000
  const clock = new AgentClock(() => local)
  clock.learn(5_000_000)
  expect(clock.now()).toBe(5_000_000)
  local += 1000
  clock.learn(5_001_120)
  expect(clock.now()).toBe(5_001_000)
  clock.learn(9_000_000)
  expect(clock.now()).toBe(9_000_000)
})

it('ticks at the full second of the agent, and not at all while nobody listens', () => {
  const page = new FakePage()
  const ticker = new Ticker(new AgentClock(() => 10_400), 1000, page)
  expect(page.due).toEqual([])
  let ticks = 0
  const off = ticker.subscribe(() => {
    ticks += 1
  })
  expect(page.due.map(({ ms }) => ms)).toEqual([601])
  expect(ticker.now()).toBe(10_000)
  page.due.shift()?.call()
  expect(ticks).toBe(1)
  expect(page.due.length).toBe(1)
  off()
  expect(page.due).toEqual([])
})

it('costs nothing while the page is hidden, but for once a minute, and is right at once when it is shown again', () => {
  const page = new FakePage()
  const clock = new AgentClock(() => 10_400)
  const second = new Ticker(clock, 1000, page)
  const minute = new Ticker(clock, 60_000, page)
  let told = 0
  second.subscribe(() => {
    told += 1
  })
  minute.subscribe(() => undefined)
  page.show(false)
  expect(page.due.map(({ ms }) => ms)).toEqual([49_601])
  const before = told
  page.show(true)
  expect(told).toBe(before + 1)
  expect(page.due.length).toBe(2)
})
