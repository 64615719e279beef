import type { Plugin } from 'vite'

/** In `npm run dev` an agent in memory answers, so that the window can be worked on alone: `?scenario=busy`. */
export const fakeAgentInDevelopment = (): Plugin => ({
  name: 'meantime-fake-agent',
  apply: 'serve',
  transformIndexHtml: () => [
    { tag: 'script', attrs: { type: 'module', src: './fake/window.ts' }, injectTo: 'head-prepend' as const },
  ],
})
