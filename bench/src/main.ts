import { captureBench } from './capture/capture-bench.js'
import { desktopBench } from './desktop/desktop-bench.js'
import { queueBench } from './queue/queue-bench.js'

/** `npm run bench -- <name> [options]`; each takes the rest of the words and returns the exit code. */
const BENCHES: Readonly<Record<string, (args: readonly string[]) => Promise<number>>> = {
  capture: captureBench,
  desktop: desktopBench,
  queue: queueBench,
}

const [name = '', ...args] = process.argv.slice(2)
const bench = Object.hasOwn(BENCHES, name) ? BENCHES[name] : undefined
if (bench) {
  // One of the peers leaves a timer behind for every job: the process would stay for them.
  process.exit(await bench(args))
}
process.stderr.write(
  `Usage: npm run bench -- <name> [options]. The benchmarks are: ${Object.keys(BENCHES).join(', ')}.\n`,
)
process.exitCode = 2
