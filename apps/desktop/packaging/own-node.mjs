import { existsSync } from 'node:fs'
import { chmod, copyFile, mkdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/** Beside the program in an archive of nodejs.org, and where Debian puts it. */
const LICENCES = ['LICENSE', '../LICENSE', '../share/doc/nodejs/LICENSE']

/**
 * Copies the Node that runs this, since the native parts were made for it. Returns its name. A Node that needs a library of
 * its distribution would not start on another one.
 */
export async function copyOwnNode(into) {
  const { node_shared: shared } = process.config.variables
  if (shared === true || shared === 'true')
    throw new Error('This Node needs a libnode of its own system. Package with a Node from nodejs.org.')
  await mkdir(into)
  const name = basename(process.execPath)
  await copyFile(process.execPath, join(into, name))
  await chmod(join(into, name), 0o755)
  const licence = LICENCES.map((path) => join(dirname(process.execPath), path)).find((path) => existsSync(path))
  if (!licence)
    throw new Error('The licence of Node is not beside it. Package with a Node from an archive of nodejs.org.')
  await copyFile(licence, join(into, 'LICENSE'))
  return name
}
