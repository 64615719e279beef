import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { agrees, computeLedger, ledgerLine } from '../ledger.js'
import { deliverThroughTrouble } from './deliver.js'
import { narrate, say } from './narrate.js'
import { recordDays } from './record.js'
import { ServerProcess } from './server-process.js'
import { signInOnce } from './sign-in.js'
import { entriesTable } from './table.js'

/** `npm run demo`: a person's work, a bad network and a bad server; real processes, and a proof at the end. */
const began = performance.now()
const folder = mkdtempSync(join(tmpdir(), 'meantime-demo-'))
const files = { client: join(folder, 'client'), server: join(folder, 'server') }
const server = new ServerProcess(files.server)

try {
  narrate('Signing in, while the server is up for a moment')
  await signInOnce(server, files.client)

  narrate('The server is down. Three days of work are recorded all the same')
  const commands = await recordDays(files.client, 3)
  say(`${commands} commands, each a process of its own, and each says: saved.`)

  narrate('The server is back, on a bad day')
  await deliverThroughTrouble(server, files.client)

  narrate('The proof, from both databases')
  const ledger = await computeLedger(files, Date.now())
  say(entriesTable(ledger.entries))
  const proven = agrees(ledger) && ledger.queued === 0
  const seconds = ((performance.now() - began) / 1000).toFixed(0)
  say(
    proven
      ? 'Every entry has the same worked time on both sides; nothing is lost, nothing is there twice.'
      : 'THEY DO NOT AGREE.',
  )
  if (ledger.lost.length + ledger.surplus.length > 0)
    say(`lost: ${ledger.lost.length}, surplus: ${ledger.surplus.length}`)
  process.stdout.write(`\ndemo: ${ledgerLine(ledger)} (${seconds} s)\n`)
  process.exitCode = proven ? 0 : 1
} finally {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
}
