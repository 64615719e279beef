import { createServer, type Fault } from '@meantime/server'

/*
 * A real Meantime server in a process of its own, on a bad day: it answers some requests with 500 and 429, loses
 * answers after the work was done, and, when asked, dies by SIGKILL in the middle of one.
 */
const [dataDir = '', port = '0', mood = 'fine'] = process.argv.slice(2)

const BAD_DAY: Readonly<Record<number, Fault>> = {
  1: { status: 500 },
  3: 'lose-response',
  4: { status: 429, retryAfterSeconds: 1 },
  6: { status: 503 },
}

const server = createServer({
  dataDir,
  port: Number(port),
  ...(mood === 'fine' ? {} : { faults: ({ n }) => fate(n) }),
})

if (mood === 'dies') {
  // After the effect is committed and before the answer leaves: the moment a client must survive.
  server.fastify.addHook('onSend', async (request) => {
    if (request.url.startsWith('/v1/sync/batches') && batches >= 7) process.kill(process.pid, 'SIGKILL')
  })
}

let batches = 0
function fate(n: number): Fault {
  batches = n
  const fault = BAD_DAY[n] ?? 'pass'
  process.send?.({ n, fault })
  return fault
}

const { url } = await server.start()
process.send?.({ url })
process.on('SIGTERM', () => {
  void server.stop().then(() => process.exit(0))
})
