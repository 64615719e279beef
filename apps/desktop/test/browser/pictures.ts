import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser } from 'playwright-core'
import sharp from 'sharp'
import { contextFor, launch, settled, stillPicture, THE_MOMENT, type View } from './chromium.js'
import { Life } from './readme/life.js'

/**
 * `npm run screenshots`: the pictures of the README. An afternoon with the real app and a real server passes in seconds,
 * and is looked at now and then.
 */
const images = fileURLToPath(new URL('../../../docs/images/', import.meta.url))
const folder = await mkdtemp(join(tmpdir(), 'meantime-pictures-'))
const sizes: number[] = []
const browser = await launch()
try {
  await mkdir(images, { recursive: true })
  await Life.with(folder, Date.parse(THE_MOMENT), (life) => afternoon(life, browser))
} finally {
  await browser.close()
  await rm(folder, { recursive: true, force: true })
}
const bytes = sizes.reduce((sum, size) => sum + size, 0)
process.stdout.write(`\nscreenshots: ${sizes.length} pictures in docs/images, ${Math.round(bytes / 1000)} kB\n`)

async function afternoon(life: Life, from: Browser): Promise<void> {
  const { desk, server } = life
  const take = (name: string, screen: string, view: View = {}) => picture(from, desk.way(), { name, screen, ...view })

  await life.until(THE_MOMENT)
  await take('today', 'Today', { width: 1440, height: 860 })
  await take('history', 'History')
  await take('screenshots', 'Screenshots', { theme: 'dark' })
  await take('settings', 'Settings')

  await desk.ask('pause')
  await life.until('2026-03-18T14:41:00Z')
  await take('narrow', 'Today', { width: 390 })
  await desk.ask('resume')

  await life.until('2026-03-18T14:58:00Z')
  life.leave()
  await life.until('2026-03-18T15:15:00Z')
  life.comeBack()
  await life.until('2026-03-18T15:17:00Z')
  await take('today-dark', 'Today', { theme: 'dark' })
  const { offers } = await desk.ask('state')
  for (const { id } of offers) await desk.ask('answerOffer', { id, answer: { kind: 'discard' } })

  await server.down()
  await life.until('2026-03-18T15:24:00Z')
  await desk.ask('switch', { description: 'Texts for the audio guide', project: 'Harbour museum' })
  await life.until('2026-03-18T16:05:00Z')
  await desk.ask('switch', { description: 'Migration of the catalogue', project: 'City library' })
  await life.until('2026-03-18T17:04:00Z')
  await life.deliverNow()
  await take('sync-offline', 'Sync')
}

interface Picture extends View {
  readonly name: string
  /** As its heading calls it. */
  readonly screen: string
}

/** The window as it is at this moment, for somebody who has just opened it. */
async function picture(from: Browser, way: string, { name, screen, ...view }: Picture): Promise<void> {
  const context = await contextFor(from, { height: 800, scale: 1.5, reducedMotion: true, still: true, ...view })
  const page = await context.newPage()
  await page.goto(way)
  await page.waitForURL(/^http:\/\/127\.0\.0\.1:\d+\/(#.*)?$/)
  await page.goto(new URL(`#/${screen.toLowerCase()}`, page.url()).href)
  // The screen before may still be on its way out.
  await page.waitForFunction((title) => {
    const titles = [...document.querySelectorAll('h1')].map(({ textContent }) => textContent)
    return titles.length === 1 && titles[0] === title
  }, screen)
  await settled(page)
  // 256 colours of a PNG would not do for the green behind the timer and for everything small beside it.
  const image = await sharp(await stillPicture(page))
    .webp({ quality: 90, effort: 6, smartSubsample: true })
    .toBuffer()
  await context.close()
  await writeFile(join(images, `${name}.webp`), image)
  sizes.push(image.length)
  process.stdout.write(`docs/images/${name}.webp ${Math.round(image.length / 1000)} kB\n`)
}
