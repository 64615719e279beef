export interface PictureOptions {
  /** @default 'jpeg' */
  readonly format?: 'jpeg' | 'webp'
  /** 1 to 100. @default 70 */
  readonly quality?: number
  /** Pixels; wider pictures are scaled down, none is scaled up. @default 1920 */
  readonly maxWidth?: number
}

/** A picture that may be kept: covered, compressed, without metadata. */
export interface Picture {
  readonly bytes: Uint8Array
  readonly mediaType: PictureMediaType
  /** Pixels. */
  readonly width: number
  readonly height: number
  /** How many areas were covered; `all` when the whole picture was made unreadable. */
  readonly redacted: number | 'all'
}

export type PictureMediaType = 'image/jpeg' | 'image/webp'

/** What a screen looked like, in hex: compare two by `isUnchanged`. Made after covering, so it tells nothing more. */
export type PictureHash = string & { readonly __brand: 'PictureHash' }

export interface ScreenPicture extends Picture {
  readonly screen: string
  /** UTC ms. */
  readonly takenAt: number
  readonly hash: PictureHash
}
