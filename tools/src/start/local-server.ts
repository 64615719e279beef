import { isMeantimeError, MeantimeError } from '@meantime/core'
import { health, PATHS } from '@meantime/protocol'
import { createServer, type MeantimeServer } from '@meantime/server'
import type { StartFolder } from './folder.js'

/** The real server on loopback: on the port of the run before when it is free, else on any free one. */
export async function startLocalServer(folder: StartFolder): Promise<{ server: MeantimeServer; url: string }> {
  try {
    return await listen(folder, folder.port)
  } catch (error) {
    if (!isMeantimeError(error, 'PORT_IN_USE')) throw error
    if (await meantimeAnswers(folder.port)) throw alreadyRunning(folder)
    return listen(folder, 0)
  }
}

async function listen(folder: StartFolder, port: number) {
  const server = createServer({ dataDir: folder.server, port })
  const { url } = await server.start()
  folder.rememberPort(Number(new URL(url).port))
  return { server, url }
}

/** Two servers on one folder would be safe but confusing: a second `npm start` says where the first one is. */
async function meantimeAnswers(port: number): Promise<boolean> {
  try {
    const response = await fetch(`http://127.0.0.1:${port}${PATHS.health}`, { signal: AbortSignal.timeout(2000) })
    return health.safeParse(await response.json()).success
  } catch {
    return false
  }
}

function alreadyRunning(folder: StartFolder): MeantimeError {
  return new MeantimeError({
    code: 'ALREADY_STARTED',
    kind: 'state',
    message: `Meantime is already running at http://127.0.0.1:${folder.port}, from another terminal.`,
    hint: 'Use it there, or press Ctrl-C there first.',
  })
}
