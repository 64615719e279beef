import { createServer } from '@meantime/server'

const [dataDir = ''] = process.argv.slice(2)
const server = createServer({ dataDir, port: 0, rateLimit: false, accessTtlSeconds: 24 * 60 * 60 })
const { url } = await server.start()
process.once('disconnect', () => void server.stop())
process.send?.({ url })
