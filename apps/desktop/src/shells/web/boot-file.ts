import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/**
 * A page that leads to the window. A browser is started with the name of this file, not with the address: arguments of
 * programs can be read by everybody on the computer, and this file by its owner only.
 */
export class BootFile {
  readonly path: string

  constructor(folder: string) {
    this.path = join(folder, 'open-meantime.html')
  }

  /** `file:///…` */
  get address(): string {
    return pathToFileURL(this.path).href
  }

  async lead(to: string): Promise<void> {
    await this.remove()
    await writeFile(this.path, leadingPage(to), { mode: 0o600, flag: 'wx' })
  }

  async remove(): Promise<void> {
    await rm(this.path, { force: true })
  }
}

const leadingPage = (address: string): string => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="referrer" content="no-referrer"><meta name="color-scheme" content="light dark">
<title>Meantime</title><meta http-equiv="refresh" content="0; url=${address}"></head>
<body><p><a href="${address}">Open Meantime</a></p></body>
</html>
`
