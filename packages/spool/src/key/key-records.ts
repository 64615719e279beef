import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { readPiece } from '../read-piece.js'
import { codeOf, ifThere, type SpoolDisk, syncFolder } from '../spool-disk.js'
import { writeAll } from '../write-all.js'

/** Where a key is: in the keyring under its id, or in the record itself (base64). */
export type KeyRecord =
  | { readonly generation: number; readonly id: string; readonly key?: string }
  /** It cannot be understood any more. */
  | { readonly generation: number; readonly id?: undefined }

const NAME = /^picture-key\.(\d{1,6})\.json$/
const LARGEST = 4096

/** One small file for each key there ever was; the last one is for new pictures. A record is never changed. */
export class KeyRecords {
  constructor(
    private readonly folder: string,
    private readonly disk: SpoolDisk,
  ) {}

  /** Oldest first. */
  async all(): Promise<readonly KeyRecord[]> {
    const names = (await ifThere(this.disk.readdir(this.folder))) ?? []
    const generations = names.flatMap((name) => NAME.exec(name)?.[1] ?? []).map(Number)
    return Promise.all(generations.sort((a, b) => a - b).map((generation) => this.read(generation)))
  }

  /** False when somebody else has made that generation: a link that is there already is the lock. */
  async add(generation: number, record: { readonly id: string; readonly key?: string }): Promise<boolean> {
    await this.disk.mkdir(this.folder, { recursive: true, mode: 0o700 })
    const draft = join(this.folder, `picture-key.${randomUUID()}.part`)
    try {
      await this.write(draft, Buffer.from(`${JSON.stringify({ version: 1, ...record })}\n`))
      await this.disk.link(draft, this.pathOf(generation))
      await syncFolder(this.disk, this.folder)
      return true
    } catch (error) {
      if (codeOf(error) === 'EEXIST') return false
      throw error
    } finally {
      await this.disk.rm(draft, { force: true }).catch(() => undefined)
    }
  }

  private async write(path: string, bytes: Buffer): Promise<void> {
    const file = await this.disk.open(path, 'wx', 0o600)
    try {
      await writeAll(file, [bytes])
      await file.sync()
    } finally {
      await file.close()
    }
  }

  private async read(generation: number): Promise<KeyRecord> {
    const file = await this.disk.open(this.pathOf(generation), 'r')
    try {
      return { generation, ...understood((await readPiece(file, 0, LARGEST)).toString('utf8')) }
    } finally {
      await file.close()
    }
  }

  private pathOf(generation: number): string {
    return join(this.folder, `picture-key.${generation}.json`)
  }
}

function understood(text: string): { id?: undefined } | { id: string; key?: string } {
  try {
    const { version, id, key } = JSON.parse(text) as Record<string, unknown>
    if (version !== 1 || typeof id !== 'string' || !/^[0-9a-f]{16}$/.test(id)) return {}
    return typeof key === 'string' ? { id, key } : { id }
  } catch {
    return {}
  }
}
