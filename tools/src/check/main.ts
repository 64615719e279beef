import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { lint } from './lint.js'
import { repositoryProblems } from './repository.js'

/** `npm run check`: format, lint and package boundaries (all Biome's), and what must never be in the repository. */
const root = fileURLToPath(new URL('../../..', import.meta.url))
const { files, problems: lintProblems } = lint(root)
const found = repositoryProblems(root, trackedFiles(root))
for (const problem of found) process.stderr.write(`${problem}\n`)

const problems = lintProblems + found.length
process.stdout.write(`\ncheck: ${files} files, ${problems} problems\n`)
process.exitCode = problems > 0 ? 1 : 0

function trackedFiles(cwd: string): string[] {
  const { stdout } = spawnSync('git', ['ls-files', '-z'], { cwd, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
  return (stdout ?? '').split('\0').filter(Boolean)
}
