import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { pictureOf } from '../../../src/renderer/fake/picture.js'

const SIZE = { width: 1920, height: 1080 }
const DRAWINGS = 9
const PASSWORDS_AT = 4
/** Somebody's passwords lie open, now and then; the settings exclude that program. */
const PASSWORDS = { x: 1130, y: 560, width: 620, height: 400 }
const EDITOR = { x: 80, y: 80, width: 1150, height: 900 }

/** The folder that stands for the screen: `show` puts another drawing on it, with the windows that are open. */
export class DrawnScreen {
  private readonly drawn: Buffer[] = []

  constructor(readonly folder: string) {}

  async show(number: number): Promise<void> {
    await mkdir(this.folder, { recursive: true })
    const passwords = number % DRAWINGS === PASSWORDS_AT
    const windows = [
      { app: 'editor', title: 'Product page', area: EDITOR, focused: true },
      ...(passwords ? [{ app: 'keepassxc', title: 'Passwords', area: PASSWORDS, focused: false }] : []),
    ]
    await this.put('windows.json', JSON.stringify({ windows }))
    this.drawn[number % DRAWINGS] ??= await drawing(number % DRAWINGS, passwords)
    await this.put('eDP-1.png', this.drawn[number % DRAWINGS] ?? Buffer.alloc(0))
  }

  /** A picture that is just being taken sees the whole file, this one or the one before. */
  private async put(name: string, content: string | Buffer): Promise<void> {
    const fresh = join(this.folder, `${name}.fresh`)
    await writeFile(fresh, content)
    await rename(fresh, join(this.folder, name))
  }
}

const drawing = (number: number, passwords: boolean): Promise<Buffer> =>
  sharp(Buffer.from(pictureOf(number, SIZE).replace('</svg>', `${passwords ? passwordList() : ''}</svg>`)))
    .png({ compressionLevel: 1 })
    .toBuffer()

function passwordList(): string {
  const { x, y, width, height } = PASSWORDS
  const lines = Array.from(
    { length: 9 },
    (_, row) => `<text x="${x + 30}" y="${y + 60 + row * 38}">hunter${row}</text>`,
  )
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="#f4f6f2"/>${lines.join('')}`
}
