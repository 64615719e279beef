import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createServer } from '@meantime/server'
import { execa } from 'execa'
import { afterAll, beforeAll, expect, it } from 'vitest'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8')
const commands = [...read('README.md').matchAll(/^```sh\n(.*?)^```/gms)]
  .flatMap(([, block = '']) => block.split('\n'))
  .map((line) => line.replace(/\s+#.*$/, '').trim())
  .filter(Boolean)

const folder = mkdtempSync(join(tmpdir(), 'meantime-readme-'))
const server = createServer({ dataDir: join(folder, 'server'), port: 0 })
let url = ''
beforeAll(async () => {
  url = (await server.start()).url
})
afterAll(async () => {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

it('every npm command of the README is a root script, and CI runs it or a test does', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
  const ci = read('.ci/run')
  const named = commands
    .filter((command) => command.startsWith('npm '))
    .map((command) => command.replace(/^npm (run )?/, ''))
  expect(named.length).toBeGreaterThan(5)
  for (const command of named) {
    const [script = ''] = command.split(' ')
    expect(scripts, command).toHaveProperty(script)
    const elsewhere = { start: 'test/start.test.ts', format: 'biome.json' }[script]
    if (elsewhere) expect(read(script === 'start' ? join('tools', elsewhere) : elsewhere)).not.toBe('')
    else expect(ci, command).toMatch(new RegExp(`^(npm |run )?${command}\\b`, 'm'))
  }
})

it('every other command of the README works as it is written; only addresses are this test’s', async () => {
  const typed = commands.filter((command) => !command.startsWith('npm '))
  expect(typed.some((command) => command.startsWith('bin/meantime server'))).toBe(true)
  for (const command of typed.filter((command) => !command.startsWith('bin/meantime server'))) {
    expect(command).toMatch(/^bin\/meantime /)
    const { exitCode, stderr } = await shell(command.replace(/http:\/\/your\.host:\d+/, url))
    expect(exitCode, `${command}: ${stderr}`).toBe(0)
  }
  const command = typed.find((each) => each.startsWith('bin/meantime server')) ?? ''
  const serving = shell(`exec ${command.replace('0.0.0.0', '127.0.0.1').replace('4780', '0')} --data ${folder}/own`)
  await new Promise<void>((resolve, reject) => {
    serving.all.on('data', (chunk: Buffer) => /http:\/\/127\.0\.0\.1:\d+/.test(chunk.toString()) && resolve())
    void serving.then(() => reject(new Error('The server ended before it told its address')))
  })
  serving.kill('SIGTERM')
  expect((await serving).exitCode).toBe(0)
}, 120_000)

function shell(command: string) {
  return execa(command, {
    shell: true,
    cwd: ROOT,
    reject: false,
    all: true,
    stdin: 'ignore',
    env: {
      MEANTIME_DATA_DIR: join(folder, 'client'),
      MEANTIME_TOKEN_STORE: 'file',
      MEANTIME_AUTO_SYNC: '0',
      MEANTIME_PASSWORD: 'correct-horse-battery',
    },
  })
}
