import { afterEach, expect, it } from 'vitest'
import { type Clock, NetworkWatch } from '../../src/index.js'

let running: NetworkWatch | undefined
afterEach(() => running?.stop())

/** A clock whose next sleep ends when the test says so. */
function steppedClock() {
  let wake: () => void = () => undefined
  const clock: Clock = {
    now: () => 0,
    monotonic: () => 0,
    zone: () => 'UTC',
    sleep: (_ms, signal) =>
      new Promise((resolve, reject) => {
        wake = resolve
        signal?.addEventListener('abort', () => reject(signal.reason))
      }),
  }
  const step = async () => {
    wake()
    for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve))
  }
  return { clock, step }
}

it('tells of an address that was not there before, and of nothing else', async () => {
  const { clock, step } = steppedClock()
  let addresses = ['wlan0 192.0.2.7']
  let told = 0
  running = new NetworkWatch(clock, { addresses: () => addresses })
  running.onBack(() => {
    told += 1
  })
  running.start()
  await step()
  addresses = []
  await step()
  expect(told).toBe(0)
  addresses = ['wlan0 192.0.2.7']
  await step()
  expect(told).toBe(1)
  addresses = ['wlan0 192.0.2.7', 'tun0 198.51.100.4']
  await step()
  await step()
  expect(told).toBe(2)
})

it('a sandbox that does not tell addresses ends no program, and those it tells later are news', async () => {
  const { clock, step } = steppedClock()
  let addresses = (): string[] => {
    throw new Error('uv_interface_addresses returned Unknown system error 13')
  }
  let told = 0
  running = new NetworkWatch(clock, { addresses: () => addresses() })
  running.onBack(() => {
    told += 1
  })
  running.start()
  await step()
  expect(told).toBe(0)
  addresses = () => ['wlan0 192.0.2.7']
  await step()
  expect(told).toBe(1)
})
