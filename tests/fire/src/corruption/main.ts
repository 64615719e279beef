import { cpSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isMeantimeError } from '@meantime/core'
import { seededRandom } from '@meantime/testkit'
import { conclude, numbersFromArgs } from '../figures.js'
import { fastFolder } from '../model/fast-folder.js'
import { DAMAGES, type Damage, WAL_DAMAGES } from './damage.js'
import { examine } from './examine.js'
import { readable } from './oracle.js'
import { FILE, makeOriginal, type Original } from './original.js'

const ORIGINALS = 8
/** `only` is the number of one variant; 0 means all of them. */
const { runs, seed, only } = numbersFromArgs({ runs: 240, seed: Math.floor(Math.random() * 2 ** 31), only: 0 })
const write = (text: string) => process.stdout.write(text)

write(`Damaged databases: ${runs} variants, seed ${seed}\n`)
const folder = fastFolder()
const figures = { variants: 0, recovered: 0, kept: 0, lost: 0, untold: 0, refused: 0, violations: 0 }
try {
  const originals = new Map<number, Original>()
  const [first, last] = only > 0 ? [only, only] : [1, runs]
  for (let number = first; number <= last; number += 1) {
    const which = number % ORIGINALS
    const original = originals.get(which) ?? (await makeOriginal(folder, seed + which, which % 2 === 1))
    originals.set(which, original)
    await run(number, original)
    if (process.stdout.isTTY) write(`\r${number - first + 1} of ${last - first + 1} variants`)
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
const { variants, recovered, kept, lost, untold, refused, violations } = figures
conclude(
  'corruption',
  `${variants} variants, ${recovered} recovered, ${kept} events kept, ${lost - untold} lost and reported, ${untold} lost with an end that left no trace, ${refused} refused as of a newer version, seed ${seed}`,
  violations,
)

async function run(number: number, original: Original): Promise<void> {
  const random = seededRandom(seed + number * 7919)
  const damages = original.killed ? [...DAMAGES, ...WAL_DAMAGES] : DAMAGES
  const damage = damages[Math.floor(number / ORIGINALS) % damages.length] as Damage
  const [damaged, scratch] = [join(folder, `damaged-${number}`), join(folder, `scratch-${number}`)]
  cpSync(original.folder, damaged, { recursive: true })
  noteAsLeft(join(damaged, FILE))
  damage.do(join(damaged, FILE), random)
  const broken: string[] = []
  try {
    const found = await examine(damaged, original, readable(damaged, scratch, original))
    figures.recovered += found.recovered ? 1 : 0
    figures.kept += found.kept
    figures.lost += found.lost
    figures.untold += found.untold
    broken.push(...found.broken)
    if (found.untold > 0 && !damage.leavesNoTrace)
      broken.push(`${found.untold} events are gone and nothing tells of it`)
    if (only > 0) write(`${damage.name}: ${JSON.stringify(found, null, 1)}\n`)
  } catch (error) {
    if (isMeantimeError(error, 'DATABASE_FROM_NEWER_VERSION') && looksNewer(join(damaged, FILE))) figures.refused += 1
    else broken.push(`it did not open, or not a second time: ${(error as Error).stack}`)
  }
  figures.variants += 1
  figures.violations += broken.length > 0 ? 1 : 0
  if (broken.length > 0) {
    const left = original.killed ? 'killed' : 'closed'
    write(`\nVariant ${number} (${damage.name}, ${left}). Again: --seed ${seed} --only ${number}\n`)
    for (const sentence of broken.slice(0, 5)) write(`  ${sentence}\n`)
    if (broken.length > 5) write(`  … and ${broken.length - 5} more\n`)
  }
  for (const path of [damaged, scratch]) rmSync(path, { recursive: true, force: true })
}

/** The format's number was hit, and nobody can tell that from a file that a newer version wrote. */
const looksNewer = (file: string): boolean => readFileSync(file).readInt32BE(60) > 100

/** As if the copy were the file that the last program left; otherwise every copy would be checked as a strange one. */
function noteAsLeft(file: string): void {
  const { size, mtimeNs, ctimeNs, ino } = statSync(file, { bigint: true })
  writeFileSync(`${file}.sound`, [size, mtimeNs, ctimeNs, ino].join(' '))
}
