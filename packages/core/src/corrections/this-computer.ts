import { uptime } from 'node:os'

/** UTC ms; what it was by today's clock. */
export const bootedAt = (): number => Date.now() - uptime() * 1000

/** Whether a process of that id runs; of another person's too. */
export function runs(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
