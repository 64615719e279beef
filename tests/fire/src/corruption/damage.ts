import { existsSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import type { Random } from '@meantime/core'

const PAGE = 4096
const SECTOR = 512

export interface Damage {
  readonly name: string
  /** What could tell that the newest work is missing is destroyed too. */
  readonly leavesNoTrace?: boolean
  /** Takes the path of the database; its `-wal` and `-shm` may lie beside it. */
  do(file: string, random: Random): void
}

const within = (random: Random, n: number): number => Math.floor(random() * n)

function change(path: string, edit: (bytes: Buffer) => Buffer | undefined): void {
  if (!existsSync(path) || statSync(path).size === 0) return
  const bytes = readFileSync(path)
  writeFileSync(path, edit(bytes) ?? bytes)
}

/** From `first` up to, not including, `end`. */
function flip(bytes: Buffer, count: number, random: Random, first = 0, end = bytes.length): undefined {
  for (let n = 0; n < count; n += 1) {
    const at = first + within(random, Math.max(1, Math.min(end, bytes.length) - first))
    bytes[at] = (bytes[at] ?? 0) ^ (1 << within(random, 8))
  }
}

/** Mostly few, sometimes many. */
const some = (random: Random): number => Math.ceil(random() ** 3 * 200)

const fill = (bytes: Buffer, random: Random, size: number, value: (random: Random) => number): undefined => {
  const start = within(random, Math.ceil(bytes.length / size)) * size
  for (let at = start; at < Math.min(bytes.length, start + size); at += 1) bytes[at] = value(random)
}

const zero = () => 0
const garbage = (random: Random) => within(random, 256)

export const DAMAGES: readonly Damage[] = [
  { name: 'flips', do: (file, random) => change(file, (bytes) => flip(bytes, some(random), random)) },
  { name: 'one flip', do: (file, random) => change(file, (bytes) => flip(bytes, 1, random)) },
  {
    name: 'header',
    do: (file, random) => change(file, (bytes) => flip(bytes, 1 + within(random, 30), random, 0, 100)),
  },
  { name: 'schema', do: (file, random) => change(file, (bytes) => flip(bytes, some(random), random, 100, PAGE)) },
  { name: 'zeroed page', do: (file, random) => change(file, (bytes) => fill(bytes, random, PAGE, zero)) },
  { name: 'zeroed sector', do: (file, random) => change(file, (bytes) => fill(bytes, random, SECTOR, zero)) },
  { name: 'garbage page', do: (file, random) => change(file, (bytes) => fill(bytes, random, PAGE, garbage)) },
  {
    name: 'zeroed pages',
    do: (file, random) =>
      change(file, (bytes) => {
        for (let n = 1 + within(random, 8); n > 0; n -= 1) fill(bytes, random, PAGE, zero)
        return undefined
      }),
  },
  {
    name: 'swapped pages',
    do: (file, random) =>
      change(file, (bytes) => {
        const pages = Math.floor(bytes.length / PAGE)
        const [a, b] = [within(random, pages) * PAGE, within(random, pages) * PAGE]
        const kept = Buffer.from(bytes.subarray(a, a + PAGE))
        bytes.copy(bytes, a, b, b + PAGE)
        kept.copy(bytes, b)
        return undefined
      }),
  },
  { name: 'cut', do: (file, random) => truncateSync(file, within(random, statSync(file).size)) },
  {
    name: 'cut at a page',
    do: (file, random) => truncateSync(file, within(random, statSync(file).size / PAGE) * PAGE),
  },
  { name: 'emptied', do: (file) => truncateSync(file, 0) },
  { name: 'garbage before', do: (file) => change(file, (bytes) => Buffer.concat([Buffer.from('junk'), bytes])) },
]

export const WAL_DAMAGES: readonly Damage[] = [
  { name: '-wal flips', do: (file, random) => change(`${file}-wal`, (bytes) => flip(bytes, some(random), random)) },
  { name: '-wal one flip', do: (file, random) => change(`${file}-wal`, (bytes) => flip(bytes, 1, random)) },
  { name: '-wal header', do: (file, random) => change(`${file}-wal`, (bytes) => flip(bytes, 3, random, 0, 32)) },
  { name: '-wal cut', do: (file, random) => truncateSync(`${file}-wal`, within(random, statSync(`${file}-wal`).size)) },
  { name: '-wal emptied', do: (file) => truncateSync(`${file}-wal`, 0) },
  { name: '-wal zeroed', do: (file, random) => change(`${file}-wal`, (bytes) => fill(bytes, random, PAGE, zero)) },
  { name: '-shm garbage', do: (file, random) => change(`${file}-shm`, (bytes) => flip(bytes, 200, random)) },
  { name: '-shm emptied', do: (file) => truncateSync(`${file}-shm`, 0) },
  {
    name: '-wal and -shm',
    leavesNoTrace: true,
    do: (file, random) => {
      change(`${file}-wal`, (bytes) => flip(bytes, some(random), random))
      change(`${file}-shm`, (bytes) => flip(bytes, 200, random))
    },
  },
  {
    name: 'file and -wal',
    do: (file, random) => {
      change(file, (bytes) => flip(bytes, some(random), random))
      change(`${file}-wal`, (bytes) => flip(bytes, some(random), random))
    },
  },
  {
    name: 'emptied, -wal whole',
    do: (file) => truncateSync(file, 0),
  },
]
