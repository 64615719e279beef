/** What is used of `x11`, which brings no types. */
interface X11Library {
  createClient(
    options: {
      readonly display: string
      readonly bufferRequests: { readonly flushOnReply: boolean }
      readonly disableBigRequests: true
    },
    ready: (error: unknown, display: XDisplay) => void,
  ): XClient
}

export interface XDisplay {
  readonly client: XClient
  readonly screen: readonly { readonly root: number }[]
}

export interface XClient {
  /** Every request takes its words and then a callback. */
  readonly InternAtom: (...words: unknown[]) => void
  readonly QueryTree: (...words: unknown[]) => void
  readonly GetWindowAttributes: (...words: unknown[]) => void
  readonly GetGeometry: (...words: unknown[]) => void
  readonly GetProperty: (...words: unknown[]) => void
  atoms: Record<string, number>
  /** Absent until it is connected. */
  readonly stream?: { destroy(): void; ref(): void; unref(): void }
  on(event: 'error' | 'end', listener: (error?: unknown) => void): void
}

export interface Geometry {
  readonly xPos: number
  readonly yPos: number
  readonly width: number
  readonly height: number
  readonly borderWidth: number
}

export interface Property {
  /** An atom; 0 when there is no such property. */
  readonly type: number
  /** Bits of an element. */
  readonly format: number
  readonly bytesAfter: number
  readonly data: Buffer
}

export async function loadX11(): Promise<X11Library> {
  const { default: library } = await import('x11')
  return library as X11Library
}
