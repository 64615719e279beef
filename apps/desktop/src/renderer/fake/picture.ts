interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** A drawing of a desktop with a window or two; another one for each number. */
export function pictureOf(
  number: number,
  { width, height }: { width: number; height: number },
  covered: 'all' | readonly Box[] = [],
): string {
  const hue = (number * 47 + 160) % 360
  const inner = covered === 'all' ? pixels(width, height, hue) : desktop(number, width, height, hue)
  const boxes = covered === 'all' ? '' : covered.map((box) => rect(box, '#16191a')).join('')
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${inner}${boxes}</svg>`
}

function desktop(number: number, width: number, height: number, hue: number): string {
  const editor = { x: width * 0.04, y: height * 0.07, width: width * 0.6, height: height * 0.84 }
  const browser = { x: width * 0.45, y: height * 0.16, width: width * 0.51, height: height * 0.76 }
  const parts =
    number % 3 === 0
      ? [page(browser, number), code(editor, number)]
      : number % 3 === 1
        ? [code(editor, number), page(browser, number)]
        : [sheet({ ...editor, width: width * 0.92 }, number)]
  return `${rect({ x: 0, y: 0, width, height }, `hsl(${hue} 24% 68%)`)}${rect({ x: 0, y: 0, width, height: 34 }, '#20262a')}${parts.join('')}`
}

const rect = ({ x, y, width, height }: Box, fill: string, radius = 0): string =>
  `<rect x="${Math.round(x)}" y="${Math.round(y)}" width="${Math.round(width)}" height="${Math.round(height)}" rx="${radius}" fill="${fill}"/>`

const frame = (box: Box, bar: string, ground: string): string =>
  `${rect({ ...box, x: box.x + 10, y: box.y + 14 }, 'rgba(0,0,0,.16)', 14)}${rect(box, ground, 12)}${rect({ ...box, height: 44 }, bar, 12)}`

function code(box: Box, number: number): string {
  const colours = ['#7fb8a8', '#d7b46a', '#9aa7d6', '#c58f8f', '#8d9994']
  const lines = Array.from({ length: 30 }, (_, line) => {
    const indent = ((line * 7 + number) % 4) * 34
    const length = 90 + ((line * 131 + number * 57) % 460)
    return rect(
      {
        x: box.x + 60 + indent,
        y: box.y + 74 + line * 25,
        width: Math.min(length, box.width - 160 - indent),
        height: 9,
      },
      colours[(line + number) % colours.length] ?? '#8d9994',
      4,
    )
  })
  return frame(box, '#2a3033', '#1d2224') + lines.join('')
}

function page(box: Box, number: number): string {
  const text = Array.from({ length: 11 }, (_, line) =>
    rect(
      {
        x: box.x + 46,
        y: box.y + 380 + line * 30,
        width: box.width - 110 - ((line * 83 + number * 31) % 230),
        height: 11,
      },
      '#c9cdc8',
      5,
    ),
  )
  const hero = rect(
    { x: box.x + 46, y: box.y + 150, width: box.width - 92, height: 190 },
    `hsl(${(number * 83) % 360} 38% 72%)`,
    10,
  )
  const title = rect({ x: box.x + 46, y: box.y + 86, width: box.width * 0.5, height: 26 }, '#5d6b66', 8)
  return frame(box, '#e7e5df', '#fbfaf7') + title + hero + text.join('')
}

function sheet(box: Box, number: number): string {
  const cells = Array.from({ length: 130 }, (_, cell) => {
    const [column, row] = [cell % 10, Math.floor(cell / 10)]
    const filled = (cell * 37 + number) % 5 !== 0
    return filled
      ? rect(
          { x: box.x + 60 + column * 168, y: box.y + 90 + row * 58, width: 70 + ((cell * 29) % 60), height: 14 },
          column === 0 ? '#5d6b66' : '#b9c4bf',
          5,
        )
      : ''
  })
  return frame(box, '#dfe7e2', '#ffffff') + cells.join('')
}

function pixels(width: number, height: number, hue: number): string {
  const size = width / 16
  const blocks: string[] = []
  for (let y = 0; y * size < height; y += 1)
    for (let x = 0; x < 16; x += 1)
      blocks.push(
        rect(
          { x: x * size, y: y * size, width: size + 1, height: size + 1 },
          `hsl(${hue} 12% ${52 + ((x * 7 + y * 13) % 22)}%)`,
        ),
      )
  return blocks.join('')
}
