import { existsSync } from 'node:fs'
import { copyFile, mkdir, readdir, readFile, realpath, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/**
 * Ours, and the texts of whatever may be bundled: the agent's and the shell's dependencies and what the window imports, with
 * all that these need. What is not bundled (Electron, Node, the agent's native parts) brings its own beside it.
 */
export async function writeLicences(into) {
  await mkdir(into)
  await copyFile('../../LICENSE', join(into, 'LICENSE'))
  const { dependencies, devDependencies } = await manifest('.')
  const shown = await importedByWindow(Object.keys(devDependencies))
  const found = new Map()
  for (const name of [...Object.keys(dependencies), ...shown]) await collect(name, await realpath('.'), found)
  const texts = [...found.values()].filter((text) => text !== '').sort()
  await writeFile(join(into, 'THIRD-PARTY.txt'), texts.join(`\n${'-'.repeat(80)}\n\n`))
}

async function importedByWindow(names) {
  const files = await readdir('src/renderer', { recursive: true })
  const sources = files.filter((file) => /\.(tsx?|css)$/.test(file))
  const text = (await Promise.all(sources.map((file) => readFile(join('src/renderer', file), 'utf8')))).join('\n')
  return names.filter((name) => new RegExp(`['"]${name}[/'"]`).test(text))
}

async function collect(name, from, found) {
  const folder = await folderOf(name, from)
  if (folder === undefined || found.has(folder)) return
  const { version, license, dependencies = {} } = await manifest(folder)
  const heading = `${name} ${version} (${license ?? 'see its text'})`
  found.set(folder, name.startsWith('@meantime/') ? '' : `${heading}\n\n${await textOf(folder)}\n`)
  for (const each of Object.keys(dependencies)) await collect(each, folder, found)
}

/** As Node looks it up; undefined for what is optional and not for this system. */
async function folderOf(name, from) {
  for (let at = from; at !== dirname(at); at = dirname(at)) {
    const folder = join(at, 'node_modules', name)
    if (existsSync(folder)) return realpath(folder)
  }
  return undefined
}

async function textOf(folder) {
  const files = (await readdir(folder)).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file))
  return (await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')))).join('\n')
}

const manifest = async (folder) => JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
