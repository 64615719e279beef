import type { Area, Frame, OpenWindow, Snapshot } from '@meantime/core'

export type Colour = readonly [number, number, number]

export const BLUE: Colour = [40, 60, 200]
export const ORANGE: Colour = [250, 140, 10]

/** A frame on which everything outside of the boxes is blue. */
export function frameOf(width: number, height: number, boxes: readonly (readonly [Area, Colour])[] = []): Frame {
  const pixels = new Uint8Array(width * height * 4)
  fill(pixels, width, { x: 0, y: 0, width, height }, BLUE)
  for (const [area, colour] of boxes) fill(pixels, width, area, colour)
  return { screen: 'A', area: { x: 0, y: 0, width, height }, width, height, pixels, takenAt: 1_767_000_000_000 }
}

export function fill(pixels: Uint8Array, width: number, area: Area, [red, green, blue]: Colour): void {
  for (let y = area.y; y < area.y + area.height; y += 1)
    for (let x = area.x; x < area.x + area.width; x += 1) pixels.set([red, green, blue, 255], (y * width + x) * 4)
}

export const box = (x: number, y: number, width: number, height: number): Area => ({ x, y, width, height })

export const EDITOR: OpenWindow = { app: 'editor', title: 'notes', area: box(0, 0, 10, 10), focused: true }

export const secretAt = (area: Area): OpenWindow => ({ app: 'secret', title: 'x', area, focused: false })

export const snapshotOf = (frames: readonly Frame[], windows: Snapshot['windows']): Snapshot => ({
  frames,
  windows,
  missed: [],
})

export const goOn = (): AbortSignal => new AbortController().signal
