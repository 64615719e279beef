import { processIo } from './process-io.js'
import { runCli } from './run.js'

// `meantime log | head` closes the pipe early; that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit()
  process.stderr.write(`The output could not be written (${error.code ?? error.message}). Your work is not affected.\n`)
  process.exit(1)
})

const io = processIo(process.argv[1] ?? '')
process.exitCode = await runCli(process.argv.slice(2), io)
// Something that was being waited for may still hold a connection open.
if (io.interrupted?.aborted) process.exit()
