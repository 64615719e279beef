import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'

const TRAY_PX = 22

/** `app.png` for windows, notifications and packages; the tray's in each state, also twice as large. */
export async function makeIcons(svgFile, folder) {
  await mkdir(folder, { recursive: true })
  const app = await readFile(svgFile)
  await render(app, 1024, join(folder, 'app.png'))
  for (const [state, draw] of Object.entries(TRAY)) {
    for (const [scale, suffix] of [
      [1, ''],
      [2, '@2x'],
    ]) {
      await render(draw('colour'), TRAY_PX * scale, join(folder, `tray-${state}${suffix}.png`))
      // macOS draws these in the colour of its bar.
      await render(draw('template'), TRAY_PX * scale, join(folder, `tray-${state}Template${suffix}.png`))
    }
  }
}

const render = (svg, px, file) => sharp(Buffer.from(svg), { density: 600 }).resize(px, px).png().toFile(file)

// The clock of the app's icon. Running: full colour with its hand; paused: two bars; stopped: grey and still.
const TRAY = {
  running: (kind) => icon(kind, '#17695e', '<path d="M16 10.5V16l3.6 2.5"/>'),
  paused: (kind) => icon(kind, '#9a6a10', '<path d="M13 12v8M19 12v8"/>'),
  stopped: (kind) => icon(kind, '#6b7478', '<path d="M16 10.5V16"/>'),
}

function icon(kind, colour, inner) {
  const [ground, line] = kind === 'colour' ? [colour, '#fff'] : ['none', '#000']
  const plate = kind === 'colour' ? `<rect x="1" y="1" width="30" height="30" rx="8" fill="${ground}"/>` : ''
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">${plate}<g fill="none" stroke="${line}" stroke-width="3" stroke-linecap="round" stroke-linejoin="round"><circle cx="16" cy="16" r="9.5"/>${inner}</g></svg>`
}
