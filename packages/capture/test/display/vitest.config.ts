import { defineConfig } from 'vitest/config'

/** What needs a real display; `npm run test:capture` runs it on one of its own. */
export default defineConfig({ test: { include: ['*.display.ts'], testTimeout: 60_000 } })
