import type { Area, Frame } from '@meantime/core'

export type FrameShape = Pick<Frame, 'area' | 'width' | 'height'>

/** An area of the desktop in a frame's pixels, rounded outwards and clipped; undefined when it cannot be told where. */
export function inFrame(area: Area | undefined, { area: screen, width, height }: FrameShape): Area | undefined {
  if (!isUsable(area) || !isUsable(screen) || screen.width === 0 || screen.height === 0) return undefined
  const across = width / screen.width
  const down = height / screen.height
  const left = clamp(Math.floor((area.x - screen.x) * across), width)
  const top = clamp(Math.floor((area.y - screen.y) * down), height)
  const right = clamp(Math.ceil((area.x + area.width - screen.x) * across), width)
  const bottom = clamp(Math.ceil((area.y + area.height - screen.y) * down), height)
  return { x: left, y: top, width: right - left, height: bottom - top }
}

export const isEmpty = ({ width, height }: Area): boolean => width === 0 || height === 0

function isUsable(area: Area | undefined): area is Area {
  if (area === undefined) return false
  const { x, y, width, height } = area
  return [x, y, width, height].every(Number.isFinite) && width >= 0 && height >= 0
}

const clamp = (value: number, limit: number): number => Math.min(Math.max(value, 0), limit)
