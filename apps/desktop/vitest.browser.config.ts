import { defineConfig } from 'vitest/config'

/** What needs a Chromium: run by `npm run test:desktop`, never by `npm test`. One file at a time, because they measure. */
export default defineConfig({
  test: {
    include: ['test/browser/**/*.browser.ts'],
    reporters: ['default', 'json'],
    outputFile: { json: '.reports/browser/vitest.json' },
    fileParallelism: false,
    testTimeout: 240_000,
    hookTimeout: 120_000,
    // What a page shows follows what is done to it by a moment.
    expect: { poll: { timeout: 10_000 } },
  },
})
