import { readdir, readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
}

export interface WindowFile {
  readonly type: string
  readonly bytes: Uint8Array
}

/**
 * The built window. Only what was in the folder at the start is served, by its exact path: there is no path to compute,
 * so none leads out of it.
 */
export class WindowFiles {
  private constructor(private readonly files: ReadonlyMap<string, string>) {}

  static async of(folder: string): Promise<WindowFiles> {
    const found = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
    const files = new Map<string, string>()
    for (const entry of found) {
      const path = join(entry.parentPath, entry.name)
      const name = `/${relative(folder, path).split(sep).join('/')}`
      if (entry.isFile() && TYPES[extname(name)] !== undefined) files.set(name === '/index.html' ? '/' : name, path)
    }
    return new WindowFiles(files)
  }

  async read(name: string): Promise<WindowFile | undefined> {
    const path = this.files.get(name)
    if (path === undefined) return undefined
    return { type: TYPES[extname(path)] ?? 'application/octet-stream', bytes: await readFile(path) }
  }
}
