import { defineConfig } from 'vitest/config'

/** Every package's vitest.config.ts re-exports this: one reporter setup, so that the root can add up real counts. */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    reporters: ['default', 'json'],
    outputFile: { json: '.reports/vitest.json' },
    restoreMocks: true,
  },
})
