import { PRESENCE_WATCH } from '@meantime/capture'
import { appOn } from './desk.js'

/** A program: watches on the data folder that it is given until it is killed. */
const [folder = ''] = process.argv.slice(2)
const app = appOn(folder, { everyMs: 200 })
await app.start(PRESENCE_WATCH)
process.stdout.write('watching\n')
// A signal ends it as a service manager would: in order.
process.once('SIGTERM', () => void app.stop().then(() => process.exit(0)))
setInterval(() => undefined, 60_000)
