import { defineConfig } from 'vite'

/** The agent in memory as one plain script, which tests and pictures put in front of the built renderer. */
export default defineConfig({
  publicDir: false,
  build: {
    outDir: 'dist-fake',
    emptyOutDir: true,
    target: 'chrome125',
    lib: {
      entry: 'src/renderer/fake/window.ts',
      formats: ['iife'],
      name: 'fakeAgent',
      fileName: () => 'fake-agent.js',
    },
  },
})
