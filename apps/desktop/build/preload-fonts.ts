import type { Plugin } from 'vite'

/** The letters of the first paint are asked for with the page itself, not after its CSS was read. */
export const preloadFonts = (): Plugin => ({
  name: 'meantime-preload-fonts',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler: (_html, { bundle = {} }) =>
      Object.keys(bundle)
        .filter((file) => /onest-latin-wght.*\.woff2$/.test(file))
        .map((file) => ({
          tag: 'link',
          attrs: { rel: 'preload', as: 'font', type: 'font/woff2', href: `./${file}`, crossorigin: true },
          injectTo: 'head' as const,
        })),
  },
})
