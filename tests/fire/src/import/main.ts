import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { seededRandom } from '@meantime/testkit/seeded-random'
import { conclude, numbersFromArgs } from '../figures.js'
import { fastFolder } from '../model/fast-folder.js'
import { damaged, type Figures, huge, killed, type Scene, whileWritten, wholeFile } from './cases.js'

/*
 * Databases of the former client, made by a script for each schema and variant, mixed, damaged, huge, or being written:
 * an import comes to what there really was, twice as once, killed as whole; the source keeps every byte, and no file of
 * ours holds a token.
 */
const options = numbersFromArgs({ files: 54, kills: 40, damaged: 60, written: 3, huge: 1, seed: 0, only: 0 })
const seed = options.seed || 1 + Math.floor(Math.random() * 1_000_000)
const KILLS_EACH = 5
const write = (text: string) => process.stdout.write(text)
const figures: Figures = {
  ...{ imports: 0, entries: 0, pictures: 0, leftOut: 0, kills: 0 },
  ...{ sweptCopies: 0, damaged: 0, refused: 0, written: 0 },
}

type Case = readonly [name: string, run: (scene: Scene, number: number) => Promise<void>]
const times = (n: number, ...one: Case): Case[] => Array.from({ length: n }, () => one)
const cases = [
  ...times(options.files, 'whole file', wholeFile),
  ...times(Math.ceil(options.kills / KILLS_EACH), 'killed', (scene) => killed(scene, KILLS_EACH)),
  ...times(options.damaged, 'damaged', damaged),
  ...times(options.written, 'while written', whileWritten),
  ...times(options.huge, 'huge', huge),
]

write(`Importing from the former client: ${cases.length} databases, seed ${seed}\n`)
const parent = fastFolder()
let violations = 0
try {
  for (const [index, [name, run]] of cases.entries()) {
    const number = index + 1
    if (options.only > 0 && options.only !== number) continue
    violations += await attempt(number, name, run)
    if (process.stdout.isTTY) write(`\r${number} of ${cases.length} `)
  }
} finally {
  rmSync(parent, { recursive: true, force: true })
}
const { imports, entries, pictures, leftOut, kills, sweptCopies, refused, written } = figures
conclude(
  'import',
  `${imports} imports, ${entries} entries and ${pictures} pictures, ${leftOut} rows told and left out, ${kills} kills ` +
    `(${sweptCopies} copies of the log swept), ${figures.damaged} damaged (${refused} refused), ${written} entries read ` +
    `while they were written, seed ${seed}`,
  violations,
)

async function attempt(number: number, name: string, run: Case[1]): Promise<number> {
  const folder = join(parent, String(number))
  mkdirSync(folder)
  const scene: Scene = { folder, random: seededRandom(seed + number * 7919), figures, broken: [] }
  try {
    await run(scene, number)
  } catch (error) {
    scene.broken.push((error as Error).stack ?? String(error))
  }
  rmSync(folder, { recursive: true, force: true })
  if (scene.broken.length === 0) return 0
  write(`\n${name}, number ${number}. Again: --seed ${seed} --only ${number}\n`)
  for (const sentence of scene.broken.slice(0, 5)) write(`  ${sentence}\n`)
  return 1
}
