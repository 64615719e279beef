import { importInto, openHere } from './here.js'

/* One import in a process of its own, to be killed at any moment. */
const { MEANTIME_HERE: here = '', MEANTIME_SOURCE: source = '', MEANTIME_KEY: key } = process.env
process.once('disconnect', () => process.exit(0))

async function main(): Promise<void> {
  const app = await openHere(here)
  process.send?.({ ready: true })
  const { imported, pictures } = await importInto(app, { here, source, key })
  await app.stop()
  process.send?.({ imported, pictures, maxRssMb: process.resourceUsage().maxRSS / 1024 }, () => process.exit(0))
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
  process.exit(9)
})
