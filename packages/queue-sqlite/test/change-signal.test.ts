import { statSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { silentLogger } from '@meantime/core'
import { ManualClock } from '@meantime/testkit'
import { expect, test } from 'vitest'
import { ChangeSignal } from '../src/change-signal.js'
import { tempFolder } from './support/open-app.js'

function open() {
  const clock = new ManualClock(1_700_000_000_000)
  const file = join(tempFolder(), 'meantime.db')
  const signal = new ChangeSignal(file, clock, silentLogger)
  // The first one makes the file.
  signal.announce()
  clock.advance(1000)
  const toldAt = () => Math.round(statSync(`${file}.changed`).mtimeMs)
  return { clock, signal, toldAt }
}

test('others are told of the first change of a burst at once, and of the rest of it together', async () => {
  const { clock, signal, toldAt } = open()
  signal.announce()
  const first = clock.now()
  signal.announce()
  clock.advance(1)
  signal.announce()
  expect(toldAt()).toBe(first)
  await setImmediate()
  expect(toldAt()).toBe(clock.now())
})

test('a program that ends in the middle of a burst has told all of it', () => {
  const { clock, signal, toldAt } = open()
  signal.announce()
  clock.advance(1)
  signal.announce()
  signal.stop()
  expect(toldAt()).toBe(clock.now())
})
