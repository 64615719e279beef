import { seededRandom } from '@meantime/testkit/seeded-random'
import { conclude, numbersFromArgs } from '../figures.js'
import { audit } from './audit.js'
import { POINTS, type Role } from './failpoints.js'
import { Scene } from './scene.js'
import { keyOf, Slot } from './slot.js'

/*
 * One producer, two workers and a server, real processes on real files, killed by SIGKILL at random moments and at named
 * points around each commit and each request. Afterwards everything that was ever acknowledged must be at the server
 * once and in order, both databases must be sound, and a healthy program must get everything done.
 */
const { kills: wanted, seed: given } = numbersFromArgs({ kills: 200, seed: 0 })
const seed = given || 1 + Math.floor(Math.random() * 1_000_000)
/** How many more kills may be spent on points that nobody has reached yet. */
const EXTRA = 1.3

process.stdout.write(`Killing ${wanted} times, seed ${seed} (the choices repeat, the moments do not).\n`)
const random = seededRandom(seed)
const scene = new Scene(random)
const todo = new Set((Object.keys(POINTS) as Role[]).flatMap((role) => POINTS[role].map((point) => keyOf(role, point))))
const points = todo.size
const slot = (role: Role, lifeMs: number, times: number) =>
  new Slot({ role, lifeMs, times, todo, random: seededRandom(Math.floor(random() * 2 ** 31)), env: () => scene.env() })

await scene.prepare()
const slots = [slot('server', 4000, 40), slot('producer', 400, 25), slot('worker', 600, 5), slot('worker', 600, 5)]
await kill()
await scene.serverUp()
const stuck = await scene.drain()
await scene.serverDown()
const { acknowledged, delivered, samples, violations } = await audit(scene.folder)

const complaints = [
  ...slots.flatMap(({ crashes }) => crashes),
  ...[...violations].map(([what, times]) => `${what}: ${times}`),
  ...(stuck === undefined ? [] : [stuck]),
  ...(wanted >= 200 ? [...todo].map((point) => `nobody was killed at ${point}`) : []),
]
for (const complaint of complaints) process.stdout.write(`${complaint}\n`)
if (complaints.length > 0)
  process.stdout.write(`The files are in ${scene.folder}; the same choices again: --seed ${seed}\n`)
else scene.remove()
const of = ([server, producer, ...workers]: readonly Slot[]) =>
  `${producer?.kills} producer, ${workers.reduce((sum, { kills }) => sum + kills, 0)} worker, ${server?.kills} server`
conclude(
  'test:kill',
  `${total()} kills (${of(slots)}; ${points - todo.size} of ${points} named points), ${acknowledged} events and ` +
    `${samples} samples acknowledged, ${delivered} events delivered`,
  complaints.length,
)

async function kill(): Promise<void> {
  const enough = new Promise<void>((resolve) => {
    const tell = () => {
      if (process.stdout.isTTY) process.stdout.write(`\r${total()} kills, ${todo.size} points to go `)
      const crashed = slots.some(({ crashes }) => crashes.length > 0)
      if (crashed || total() >= wanted * EXTRA || (total() >= wanted && (todo.size === 0 || wanted < 200))) resolve()
    }
    for (const each of slots) void each.run(tell)
  })
  await enough
  await Promise.all(slots.map((each) => each.end()))
}

function total(): number {
  return slots.reduce((sum, { kills }) => sum + kills, 0)
}
