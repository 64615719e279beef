import { expect, test } from 'vitest'
import { coreServices, createApp, JOURNAL, PROFILES, TIME_TRACKER } from '../../src/index.js'
import { systemClock } from '../../src/system-clock.js'
import { StubJournal } from './stub-journal.js'

test('an app that starts and stops begins and ends no entry', async () => {
  const journal = new StubJournal(systemClock)
  const app = createApp({
    plugins: [
      coreServices(),
      {
        name: 'stubs',
        register(registry) {
          registry.provide(JOURNAL, () => journal)
          registry.provide(PROFILES, () => ({ current: () => undefined, save: async () => undefined }))
        },
      },
    ],
  })
  await app.start(TIME_TRACKER)
  await app.stop()
  expect(journal.events).toEqual([])
})
