import { defineConfig } from 'vitest/config'

/** Every package's vitest.config.ts re-exports this: one reporter setup, so that the root can add up real counts. */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    reporters: ['default', 'json'],
    outputFile: { json: '.reports/vitest.json' },
    restoreMocks: true,
    // Slow shared machines must not fail what is only slow; nothing here measures time.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
