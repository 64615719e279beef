import { type Area, MeantimeError, type OpenWindow } from '@meantime/core'

export interface Desktop {
  /** By the name of the screen's file, without `.png`. */
  readonly areas: Readonly<Record<string, Area>>
  readonly windows: readonly OpenWindow[] | undefined
}

/**
 * `{ "areas": { "left": { "x": 0, "y": 0, "width": 1920, "height": 1080 } }, "windows": [{ "app": "editor", "title":
 * "notes", "area": { … }, "focused": true }] }`. What is left out, `windows` too, is unknown. Throws a MeantimeError.
 */
export function parseDesktop(text: string): Desktop {
  try {
    const { areas, windows } = fields(JSON.parse(text))
    return {
      areas: Object.fromEntries(Object.entries(fields(areas ?? {})).map(([name, area]) => [name, areaOf(area)])),
      windows: windows === undefined ? undefined : list(windows).map(windowOf),
    }
  } catch (cause) {
    throw new MeantimeError({
      code: 'BAD_DESKTOP_FILE',
      kind: 'input',
      message: 'windows.json, which says what is on the screens, cannot be read.',
      safe: 'Your time is tracked all the same, without pictures.',
      hint: 'Correct or remove it.',
      cause,
    })
  }
}

function windowOf(value: unknown): OpenWindow {
  const { app, title, area, focused } = fields(value)
  return {
    app: textOf(app),
    title: textOf(title),
    area: area === undefined ? undefined : areaOf(area),
    focused: focused === true,
  }
}

function areaOf(value: unknown): Area {
  const { x, y, width, height } = fields(value)
  return { x: numberOf(x), y: numberOf(y), width: numberOf(width), height: numberOf(height) }
}

function textOf(value: unknown): string | undefined {
  if (value !== undefined && typeof value !== 'string') throw new TypeError('not a text')
  return value
}

function numberOf(value: unknown): number {
  if (typeof value !== 'number') throw new TypeError('not a number')
  return value
}

function list(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new TypeError('not a list')
  return value
}

function fields(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new TypeError('not an object')
  return value as Record<string, unknown>
}
