import { createServer, type Fault } from '@meantime/server'
import { failed, orders, ready } from './child.js'
import { serverFolder } from './client.js'
import { reach } from './failpoints.js'

/** A real server in a process of its own. It fails and loses answers now and then, unless it is to be healthy. */
const { folder, port, random } = orders()
const healthy = process.env.MEANTIME_HEALTHY === '1'

const BATCHES = '/v1/sync/batches'
const REFRESH = '/v1/auth/refresh'

/** A token counts as fresh for a minute before its end: a second of use, then a refresh. */
const ACCESS_TTL_SECONDS = 61

async function main(): Promise<void> {
  const server = createServer({
    dataDir: serverFolder(folder),
    port,
    rateLimit: false,
    accessTtlSeconds: ACCESS_TTL_SECONDS,
    ...(healthy ? {} : { faults: fate }),
  })
  server.fastify.addHook('preHandler', async ({ url }) => {
    if (url === BATCHES) reach('batch:before')
  })
  server.fastify.addHook('onSend', async ({ url }) => {
    if (url === BATCHES) reach('batch:committed')
    if (url === REFRESH) reach('refresh:committed')
  })
  const { url } = await server.start()
  ready({ url })
}

function fate(): Fault {
  const chance = random()
  if (chance < 0.06) return 'lose-response'
  if (chance < 0.08) return { status: 503 }
  return 'pass'
}

main().catch(failed)
