import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

const BIN = fileURLToPath(new URL('../../../../apps/cli/bin/meantime.js', import.meta.url))

/** `meantime agent`, as somebody has it open in a terminal. */
export async function terminalAgent(dataDir: string) {
  const env = { ...process.env, MEANTIME_TOKEN_STORE: 'file', MEANTIME_AUTO_SYNC: '0', DISPLAY: '' }
  const child = spawn(process.execPath, [BIN, '--data-dir', dataDir, 'agent'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env,
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const ended = once(child, 'exit')
  await Promise.race([
    once(child.stdout, 'data'),
    ended.then(() => Promise.reject(new Error('the agent did not start'))),
  ])
  return {
    pid: child.pid,
    async stop() {
      child.kill('SIGINT')
      await ended
    },
  }
}
