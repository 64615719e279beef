import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import sharp from 'sharp'
import { contextFor, launch, stillPicture, type Visit, visit } from './chromium.js'
import { serveRenderer } from './site.js'

/** `npm run screenshots`: the pictures of the README, from the built window and an agent in memory, always the same. */
const folder = fileURLToPath(new URL('../../../docs/images/', import.meta.url))

interface Picture extends Visit {
  readonly name: string
  readonly prepare?: (page: Page) => Promise<unknown>
}

const PICTURES: readonly Picture[] = [
  { name: 'today', width: 1440, height: 860 },
  { name: 'today-dark', height: 800, theme: 'dark', scenario: 'offers' },
  { name: 'history', route: '#/history', height: 800 },
  { name: 'screenshots', route: '#/screenshots', theme: 'dark', height: 800 },
  { name: 'sync-offline', route: '#/sync', scenario: 'offline', height: 800 },
  { name: 'settings', route: '#/settings', height: 800 },
  { name: 'narrow', width: 390, height: 800, scenario: 'paused' },
]

const browser = await launch()
const site = await serveRenderer()
await mkdir(folder, { recursive: true })
let bytes = 0
for (const picture of PICTURES) bytes += await take(browser, picture)
await browser.close()
await site.close()
process.stdout.write(`\nscreenshots: ${PICTURES.length} pictures in docs/images, ${Math.round(bytes / 1000)} kB\n`)

async function take(from: Browser, picture: Picture): Promise<number> {
  const context = await contextFor(from, { scale: 1.5, reducedMotion: true, still: true, ...picture })
  const page = await visit(context, site.address, picture)
  await picture.prepare?.(page)
  // 256 colours of a PNG would not do for the green behind the timer and for everything small beside it.
  const image = await sharp(await stillPicture(page))
    .webp({ quality: 90, effort: 6, smartSubsample: true })
    .toBuffer()
  await writeFile(join(folder, `${picture.name}.webp`), image)
  await context.close()
  process.stdout.write(`docs/images/${picture.name}.webp ${Math.round(image.length / 1000)} kB\n`)
  return image.length
}
