import type { EntryId } from '@meantime/core'
import { isUnchanged } from '../picture/hash.js'
import type { PictureHash, ScreenPicture } from '../picture/picture.js'

/** What each screen looked like when a picture of it was last kept for this entry; a new entry begins anew. */
export class LastKept {
  private entry: EntryId | undefined
  private readonly hashes = new Map<string, PictureHash>()

  isSame(entry: EntryId, { screen, hash }: ScreenPicture): boolean {
    const before = this.entry === entry ? this.hashes.get(screen) : undefined
    return before !== undefined && isUnchanged(before, hash)
  }

  kept(entry: EntryId, { screen, hash }: ScreenPicture): void {
    if (this.entry !== entry) this.hashes.clear()
    this.entry = entry
    this.hashes.set(screen, hash)
  }
}
