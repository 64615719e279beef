import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { conclude, numbersFromArgs } from '../figures.js'
import { BREAKS, type Break } from './breaks.js'
import { Workspace } from './workspace.js'

/** `only` is the number of one break, or of the first when `upto` is that of the last; 0 means all of them. */
const { workers, only, upto } = numbersFromArgs({ workers: 2, only: 0, upto: 0 })
const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', '..')
const write = (text: string) => process.stdout.write(text)
const breaks = only > 0 ? BREAKS.slice(only - 1, Math.max(only, upto)) : BREAKS

write(`Guards are real: ${breaks.length} deliberate breaks in a copy, each must fail its test\n`)
let violations = 0
let caught = 0
const spaces: Workspace[] = []
try {
  for (let n = 0; n < Math.max(1, workers); n += 1) spaces.push(Workspace.create(ROOT))
  await Promise.all(spaces.map((space) => space.buildAll()))
  await checkUnbroken()
  const waiting = [...breaks]
  await Promise.all(
    spaces.map(async (space) => {
      for (let one = waiting.shift(); one; one = waiting.shift()) {
        const problem = await attempt(space, one)
        if (problem) complain(`${one.name}: ${problem}`)
        else {
          caught += 1
          write(`✓ ${one.name.padEnd(48)} → ${one.caughtBy[2]}\n`)
        }
      }
    }),
  )
} finally {
  for (const space of spaces) space.remove()
}
conclude('guards', `${breaks.length} breaks, ${caught} caught`, violations)

function complain(text: string): void {
  violations += 1
  write(`✗ ${text}\n`)
}

/** A test that fails anyway would catch everything: without a break all of them must pass. */
async function checkUnbroken(): Promise<void> {
  const files = new Map<string, Break[]>()
  for (const one of breaks) {
    const key = one.caughtBy.slice(0, 2).join('/')
    files.set(key, [...(files.get(key) ?? []), one])
  }
  const waiting = [...files.values()]
  await Promise.all(
    spaces.map(async (space) => {
      for (let group = waiting.shift(); group; group = waiting.shift()) {
        const [folder = '', file = ''] = group[0]?.caughtBy ?? []
        const titles = group.map(({ caughtBy }) => caughtBy[2])
        const { passed, failed, output } = await space.test(folder, file, titles)
        for (const title of failed) complain(`without any break, “${title}” fails`)
        for (const title of titles)
          if (![...passed, ...failed].some((name) => name.includes(title)))
            complain(`there is no test “${title}” in ${folder}/${file}\n${output.slice(-1500)}`)
      }
    }),
  )
}

/** Says what is wrong, or nothing when the break was caught. */
async function attempt(space: Workspace, one: Break): Promise<string | undefined> {
  const [folder, file, title] = one.caughtBy
  const source = space.read(one.file)
  const places = source.split(one.replace).length - 1
  if (places !== 1) return `its text occurs ${places} times in ${one.file}`
  const [area = '', name = ''] = one.file.split('/')
  const broken = `${area}/${name}`
  try {
    space.write(
      one.file,
      source.replace(one.replace, () => one.by),
    )
    await space.build(broken)
    const { passed, failed, output } = await space.test(folder, file, [title])
    if (failed.some((found) => found.includes(title))) return undefined
    if (passed.length > 0) return `“${title}” does not notice`
    return `no verdict on “${title}”\n${output.slice(-1500)}`
  } finally {
    space.write(one.file, source)
    await space.build(broken)
  }
}
