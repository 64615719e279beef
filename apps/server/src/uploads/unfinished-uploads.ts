import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { AccountId } from '@meantime/core'
import { FileStore } from '@tus/file-store'
import type { PictureFolder } from '../screenshots/picture-folder.js'
import { uploadNotFound } from './upload-problems.js'

export type Upload = Awaited<ReturnType<FileStore['getUpload']>>

/** What is not complete by then begins anew. */
export const UPLOAD_EXPIRES_MS = 24 * 60 * 60_000

/**
 * tus' own file store, which also knows what became of uploads that are complete: their file has moved on to the
 * pictures, and a client that did not hear of it asks again.
 */
export class UnfinishedUploads extends FileStore {
  constructor(
    directory: string,
    private readonly pictures: PictureFolder,
  ) {
    super({ directory, expirationPeriodInMilliseconds: UPLOAD_EXPIRES_MS })
    this.extensions = ['creation', 'termination', 'expiration']
  }

  override async getUpload(id: string): Promise<Upload> {
    const told = await this.told(id)
    if (told === undefined) throw uploadNotFound()
    if (!(await this.hasFile(id))) return this.moved(told)
    return super.getUpload(id)
  }

  /** Whether its bytes are still here, and not among the pictures. */
  async hasFile(id: string): Promise<boolean> {
    return (await ageOf(this.pathOf(id))) !== undefined
  }

  pathOf(id: string): string {
    return join(this.directory, id)
  }

  /** Removes what has expired, complete or not. Returns how many files. */
  async removeExpired(now: number): Promise<number> {
    let removed = 0
    for (const name of await readdir(this.directory)) {
      const begun = (await ageOf(this.pathOf(`${idOf(name)}.json`))) ?? (await ageOf(this.pathOf(name)))
      if (begun === undefined || now - begun <= UPLOAD_EXPIRES_MS) continue
      await rm(this.pathOf(idOf(name)), { force: true })
      await rm(this.pathOf(`${idOf(name)}.json`), { force: true })
      removed += 1
    }
    return removed
  }

  /** Undefined when there is nothing, or half of it after a crash. */
  private async told(id: string): Promise<Upload | undefined> {
    try {
      return await this.configstore.get(id)
    } catch (error) {
      if (error instanceof SyntaxError) return undefined
      throw error
    }
  }

  private async moved(told: Upload): Promise<Upload> {
    const { id, size, metadata, creation_date } = told
    const bytes = await this.pictures.sizeOf(ownerOf(id), metadata?.sha256 ?? '')
    if (size === undefined || bytes !== size) throw uploadNotFound()
    return { id, size, metadata, creation_date, offset: size, sizeIsDeferred: false, storage: undefined }
  }
}

/** An upload's id begins with whose it is, so that no request can reach another account's. */
export const uploadId = (account: AccountId, unique: string): string => `${account}.${unique}`
export const ownerOf = (id: string): AccountId => id.slice(0, id.indexOf('.')) as AccountId
export const isUploadId = (id: string): boolean => /^[0-9a-f-]{36}\.[0-9a-f-]{36}$/.test(id)

const idOf = (name: string): string => name.replace(/\.json$/, '')

/** When it was last written, UTC ms. */
async function ageOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).mtimeMs
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
