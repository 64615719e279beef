import { describe, expect, it } from 'vitest'
import { boxBetween, firstBox, moved, resized, toPicture } from '../../src/renderer/screens/screenshots/boxes.js'

const picture = { width: 1920, height: 1080 }

describe('boxes over a picture', () => {
  it('are in pixels of the picture, whatever its size on the screen', () => {
    const shown = { x: 100, y: 50, width: 960, height: 540 }
    expect(toPicture({ x: 100, y: 50 }, shown, picture)).toEqual({ x: 0, y: 0 })
    expect(toPicture({ x: 580, y: 320 }, shown, picture)).toEqual({ x: 960, y: 540 })
  })

  it('may be drawn from any corner, and end at the edge', () => {
    const box = { x: 100, y: 200, width: 300, height: 100 }
    expect(boxBetween({ x: 100, y: 200 }, { x: 400, y: 300 }, picture)).toEqual(box)
    expect(boxBetween({ x: 400, y: 300 }, { x: 100, y: 200 }, picture)).toEqual(box)
    expect(boxBetween({ x: 1900, y: 1000 }, { x: 2500, y: 2500 }, picture)).toEqual({
      x: 1900,
      y: 1000,
      width: 20,
      height: 80,
    })
    expect(boxBetween({ x: -50, y: -50 }, { x: 20, y: 20 }, picture)).toEqual({ x: 0, y: 0, width: 20, height: 20 })
  })

  it('a click is not a box', () => {
    expect(boxBetween({ x: 10, y: 10 }, { x: 12, y: 300 }, picture)).toBeUndefined()
  })

  it('cover at least what was drawn: fractions grow outwards', () => {
    const box = boxBetween({ x: 10.7, y: 20.2 }, { x: 99.1, y: 88.8 }, picture)
    expect(box).toEqual({ x: 10, y: 20, width: 90, height: 69 })
  })

  it('moved and resized by keys they stay whole and within the picture', () => {
    let box = firstBox(picture)
    for (let press = 0; press < 300; press += 1) box = moved(box, 19, 19, picture)
    expect([box.x + box.width, box.y + box.height]).toEqual([1920, 1080])
    for (let press = 0; press < 300; press += 1) box = resized(box, -19, -19, picture)
    expect([box.width, box.height]).toEqual([8, 8])
    for (let press = 0; press < 300; press += 1) box = resized(box, 19, 19, picture)
    expect(box.x + box.width).toBe(1920)
  })
})
