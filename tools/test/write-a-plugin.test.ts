import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as core from '@meantime/core'
import { describe, expect, test } from 'vitest'
import { ROOT } from './planted-tree.js'
import { folderTokenStore } from './write-a-plugin/folder-token-store.js'

const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8')
const page = read('docs/write-a-plugin.md')
const embedded = [...page.matchAll(/<!-- file: (\S+) -->\n\n```ts\n(.*?)```\n/gs)].map(
  ([, file = '', code = '']) => [file, code] as const,
)

describe('docs/write-a-plugin.md', () => {
  test('shows the plugin and its proof', () => {
    expect(embedded.map(([file]) => file)).toEqual([
      'tools/test/write-a-plugin/folder-token-store.ts',
      'tools/test/write-a-plugin/folder-token-store.test.ts',
    ])
  })

  test.each(embedded)('shows %s as it is compiled and run', (file, code) => {
    expect(code).toBe(read(file))
  })

  test('proves an adapter in under 20 lines beside its imports', () => {
    const lines = read('tools/test/write-a-plugin/folder-token-store.test.ts').split('\n')
    expect(lines.filter((line) => line !== '' && !line.startsWith('import ')).length).toBeLessThan(20)
  })

  test('names only tokens and suites that exist', () => {
    const names = [...page.matchAll(/`(\w+)`/g)].map(([, name = '']) => name)
    const tokens = names.filter((name) => /^[A-Z]+(_[A-Z]+)*$/.test(name))
    expect(tokens.length).toBeGreaterThan(10)
    for (const name of tokens) expect(core).toHaveProperty(name)
    const testkit = read('packages/testkit/src/index.ts')
    const suites = names.filter((name) => /^describe\w+Contract$/.test(name))
    expect(suites.length).toBeGreaterThan(1)
    for (const suite of suites) {
      const file = suite.replace(/^describe/, '').replace(/[a-z](?=[A-Z])/g, '$&-')
      expect(testkit).toContain(`./${file.toLowerCase()}.js`)
    }
  })

  test('tells truly what the app says when a plugin is missing or double', () => {
    const store = folderTokenStore({ folder: 'unused' })
    const twice = () => core.createApp({ plugins: [{ ...store, name: '@meantime/auth' }, store] })
    const alone = () => core.createApp({ plugins: [core.coreServices()] }).get(core.SYNC_MANAGER)
    const sentence = 'meantime.TokenStore is provided twice: by @meantime/auth and by meantime-folder-token-store'
    expect(twice).toThrow(sentence)
    expect(page).toContain(sentence)
    expect(alone).toThrow(/^No plugin provides meantime\.\w+, needed by meantime\.\w+\.$/)
  })
})
