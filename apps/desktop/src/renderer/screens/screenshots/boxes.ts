/** A rectangle in pixels of the picture, whatever its size on the screen. */
export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface Size {
  readonly width: number
  readonly height: number
}

/** Smaller than this was a click, not a box. */
const LEAST = 8

/** From any corner to any other, within the picture; undefined when it is too small to have been meant. */
export function boxBetween(
  one: { x: number; y: number },
  other: { x: number; y: number },
  picture: Size,
): Box | undefined {
  const x = clamp(Math.min(one.x, other.x), 0, picture.width)
  const y = clamp(Math.min(one.y, other.y), 0, picture.height)
  const width = clamp(Math.max(one.x, other.x), 0, picture.width) - x
  const height = clamp(Math.max(one.y, other.y), 0, picture.height) - y
  return width >= LEAST && height >= LEAST ? rounded({ x, y, width, height }) : undefined
}

/** A place on the screen as a place in the picture. */
export const toPicture = (point: { x: number; y: number }, shown: Box, picture: Size): { x: number; y: number } => ({
  x: ((point.x - shown.x) / shown.width) * picture.width,
  y: ((point.y - shown.y) / shown.height) * picture.height,
})

export const moved = (box: Box, dx: number, dy: number, picture: Size): Box => ({
  ...box,
  x: clamp(box.x + dx, 0, picture.width - box.width),
  y: clamp(box.y + dy, 0, picture.height - box.height),
})

export const resized = (box: Box, dx: number, dy: number, picture: Size): Box => ({
  ...box,
  width: clamp(box.width + dx, LEAST, picture.width - box.x),
  height: clamp(box.height + dy, LEAST, picture.height - box.y),
})

/** Where the keyboard begins: the middle, a quarter as wide. */
export const firstBox = ({ width, height }: Size): Box =>
  rounded({ x: width * 0.375, y: height * 0.4, width: width / 4, height: height / 5 })

/** Grown to whole pixels: rounding inwards would leave a line of what was to be covered. */
function rounded({ x, y, width, height }: Box): Box {
  const [left, top] = [Math.floor(x), Math.floor(y)]
  return { x: left, y: top, width: Math.ceil(x + width) - left, height: Math.ceil(y + height) - top }
}

const clamp = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most)
