import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { fakeAgentInDevelopment } from './build/fake-agent.js'
import { preloadFonts } from './build/preload-fonts.js'
import { themeCss } from './build/theme-css.js'

/** The renderer: static files that any of the two shells can serve. Nothing in them names a host. */
export default defineConfig({
  root: 'src/renderer',
  base: './',
  plugins: [react(), themeCss(), preloadFonts(), fakeAgentInDevelopment()],
  build: {
    outDir: '../../dist-renderer',
    emptyOutDir: true,
    target: ['chrome125', 'firefox128', 'safari17.4'],
    // A font or picture inside the CSS would be a data: address, which the policy refuses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 600,
  },
})
