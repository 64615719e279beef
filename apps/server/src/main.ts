import { once } from 'node:events'
import { runServer } from './command.js'

process.exitCode = await runServer({
  argv: process.argv.slice(2),
  env: process.env,
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`${line}\n`),
  log: process.stderr,
  stopRequested: Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]),
})
