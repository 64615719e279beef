import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'

/** What menus of Linux desktops look for; the other systems' icons are made of the largest. */
const SIZES = [16, 24, 32, 48, 64, 128, 256, 512, 1024]

export async function writeIcons(into) {
  await mkdir(into)
  for (const size of SIZES)
    await sharp('src/renderer/public/icon.svg', { density: 600 })
      .resize(size, size)
      .png()
      .toFile(join(into, `${size}x${size}.png`))
}
