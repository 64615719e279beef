// Start-up of the built command line as ratios of `node -e 0`: `node measure.mjs [runs]`. Medians of interleaved runs,
// because absolute times say more about a machine than about a program.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const runs = Number(process.argv[2] ?? 15)
const bin = fileURLToPath(new URL('bin/meantime.js', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'meantime-measure-'))
const env = { ...process.env, MEANTIME_DATA_DIR: folder, MEANTIME_AUTO_SYNC: '0' }
const commands = {
  'node -e 0': ['-e', '0'],
  'meantime --version': [bin, '--version'],
  'meantime status': [bin, 'status'],
  'meantime status --json': [bin, 'status', '--json'],
  'meantime switch work': [bin, 'switch', 'work'],
  'meantime log': [bin, 'log'],
  'meantime log --from "2 days ago"': [bin, 'log', '--from', '2 days ago'],
}
spawnSync(process.execPath, [bin, 'start'], { env })

const times = new Map(Object.keys(commands).map((name) => [name, []]))
for (let run = 0; run < runs; run += 1) {
  for (const [name, args] of Object.entries(commands)) {
    const before = performance.now()
    const { status } = spawnSync(process.execPath, args, { env, stdio: 'ignore' })
    if (status !== 0) throw new Error(`${name} failed`)
    times.get(name).push(performance.now() - before)
  }
}
rmSync(folder, { recursive: true, force: true })

const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]
const base = median(times.get('node -e 0'))
for (const [name, values] of times) {
  const at = median(values)
  process.stdout.write(`${name.padEnd(40)} ${(at / base).toFixed(2)} ×   ${at.toFixed(0)} ms\n`)
}
