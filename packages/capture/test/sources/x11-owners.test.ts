import { expect, test } from 'vitest'
import { type LooseWindow, withOwners } from '../../src/sources/x11/owners.js'

const depth = (frame: number) => frame
const area = (x: number) => ({ x, y: 0, width: 10, height: 10 })
const window = (id: number, more: Partial<LooseWindow> = {}): LooseWindow => ({
  id,
  frame: id,
  shown: true,
  app: 'Browser',
  title: `Window ${id}`,
  area: area(id),
  focused: false,
  owner: undefined,
  owners: [],
  ...more,
})
const listed = (managed: readonly LooseWindow[], loose: readonly LooseWindow[] = []) =>
  withOwners(managed, loose, depth).map(({ app, title, area }) => `${app}/${title} at ${area?.x}`)

test('a dialog of a dialog counts under its own name and under both others', () => {
  const [main, dialog, deeper] = [window(1), window(2, { owner: 1 }), window(3, { owner: 2 })]
  expect(listed([main, dialog, deeper])).toEqual([
    'Browser/Window 3 at 3',
    'Browser/Window 2 at 3',
    'Browser/Window 1 at 3',
    'Browser/Window 2 at 2',
    'Browser/Window 1 at 2',
    'Browser/Window 1 at 1',
  ])
})

test('windows that call each other their owner are no endless story', () => {
  expect(listed([window(1, { owner: 2 }), window(2, { owner: 1 })])).toHaveLength(6)
})

test('the owner counts also when it is not to be seen itself', () => {
  expect(listed([window(1, { shown: false, title: 'Bank' }), window(2, { owner: 1 })])).toContain('Browser/Bank at 2')
})

test('a menu without a name counts under the names of its program, unless it says whose it is', () => {
  const nameless = { app: '', title: '', owners: [1, 2] }
  expect(listed([window(1), window(2)], [window(9, nameless)]).filter((line) => line.endsWith('at 9'))).toEqual([
    '/ at 9',
    'Browser/Window 1 at 9',
    'Browser/Window 2 at 9',
  ])
  const whose = [window(9, { ...nameless, owner: 2 })]
  expect(listed([window(1), window(2)], whose)).not.toContain('Browser/Window 1 at 9')
})

test('what has neither a name nor an owner is a desktop’s own', () => {
  expect(listed([window(1)], [window(9, { app: '', title: '' })])).toEqual(['Browser/Window 1 at 1'])
})

test('front to back, and one of which the place is not known foremost', () => {
  const lost = window(5, { frame: undefined, area: undefined })
  expect(listed([window(1), window(7), lost], [window(4)])).toEqual([
    'Browser/Window 5 at undefined',
    'Browser/Window 7 at 7',
    'Browser/Window 4 at 4',
    'Browser/Window 1 at 1',
  ])
})
