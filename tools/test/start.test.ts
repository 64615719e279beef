import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import { afterEach, expect, it } from 'vitest'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'meantime-start-'))
const running: { kill(signal: 'SIGKILL'): boolean; catch(listener: () => void): Promise<unknown> }[] = []

afterEach(async () => {
  for (const child of running.splice(0)) {
    child.kill('SIGKILL')
    await child.catch(() => undefined)
  }
  rmSync(folder, { recursive: true, force: true })
})

it('npm start: the printed commands work, everything is delivered, and a second start goes on from the first', async () => {
  const first = start()
  await first.says(/^status: nothing is being tracked/m)
  const commands = [...first.output().matchAll(/^ {2}(bin\/meantime .+)$/gm)].map(([, command]) => command ?? '')
  expect(commands.length).toBeGreaterThanOrEqual(5)
  for (const command of commands) {
    const { exitCode, stderr } = await typed(command)
    expect(exitCode, `${command}: ${stderr}`).toBe(0)
  }
  await first.says(/^last sync: .* delivered$/m)
  await first.says(/^queue: everything is delivered\n(?!.*waiting)/m)

  const second = start()
  expect((await second.ended()).exitCode).toBe(1)
  expect(second.output()).toContain('already running')

  const ended = await first.interrupt()
  expect(ended.exitCode, first.output()).toBe(0)
  const figures = /^(\d+) recorded = (\d+) delivered \+ 0 queued \+ 0 dropped$/m.exec(first.output())
  expect(Number(figures?.[1])).toBeGreaterThanOrEqual(commands.length)

  const again = start()
  await again.says(/^status: /m)
  expect(again.output()).toContain('running again')
  expect(address(again.output())).toBe(address(first.output()))
  expect((await typed('bin/meantime log')).stdout).toContain('Write the report')
  await again.interrupt()
}, 120_000)

const address = (output: string): string | undefined => /http:\/\/\S+/.exec(output)?.[0]

/** As in a second terminal, in the checkout's folder. */
function typed(command: string) {
  return execa(command, {
    shell: true,
    cwd: ROOT,
    reject: false,
    stdin: 'ignore',
    env: { MEANTIME_DATA_DIR: join(folder, 'client') },
  })
}

function start() {
  expect(existsSync(join(ROOT, 'tools/dist/start/main.js')), 'tools are built').toBe(true)
  const child = execa(process.execPath, [join(ROOT, 'tools/dist/start/main.js')], {
    reject: false,
    all: true,
    stdin: 'ignore',
    env: { MEANTIME_START_DIR: folder, NO_COLOR: '1' },
  })
  running.push(child)
  let output = ''
  const listeners = new Set<() => void>()
  child.all.on('data', (chunk: Buffer) => {
    output += chunk.toString()
    for (const listener of listeners) listener()
  })
  return {
    output: () => output,
    ended: () => child,
    interrupt: () => {
      child.kill('SIGINT')
      return child
    },
    /** Resolves when the output matches; fails when the process ends before. */
    says: (pattern: RegExp) =>
      new Promise<void>((resolve, reject) => {
        const look = () => {
          if (!pattern.test(output)) return
          listeners.delete(look)
          resolve()
        }
        listeners.add(look)
        look()
        void child.then(() => reject(new Error(`It ended without saying ${pattern}:\n${output}`)))
      }),
  }
}
