import { createApp } from '@meantime/core'
import { expect, test } from 'vitest'
import { DESKTOP_SHELL, type DesktopShell, desktop } from '../src/index.js'

test('the shell that was handed in is the one that the app gets', () => {
  const shell: DesktopShell = {
    name: 'test',
    openWindow: async () => ({ show() {}, hide() {}, onClosed: () => () => {} }),
    notify() {},
    quit: async () => {},
  }
  expect(createApp({ plugins: [desktop({ shell: () => shell })] }).get(DESKTOP_SHELL)).toBe(shell)
})
