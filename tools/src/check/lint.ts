import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { join } from 'node:path'

interface BiomeSummary {
  readonly changed: number
  readonly unchanged: number
  readonly errors: number
  readonly warnings: number
}

/** Runs Biome over the tree: once for figures, and once more for a person when there is something to read. */
export function lint(root: string): { files: number; problems: number } {
  const { stdout, stderr } = biome(root, '--reporter=json', 'pipe')
  const summary = parseSummary(stdout)
  if (summary === undefined) {
    process.stderr.write(`Biome did not run:\n${stderr}`)
    return { files: 0, problems: 1 }
  }
  const problems = summary.errors + summary.warnings
  if (problems > 0) biome(root, '--max-diagnostics=50', 'inherit')
  return { files: summary.changed + summary.unchanged, problems }
}

function biome(root: string, option: string, stdio: 'pipe' | 'inherit') {
  const bin = createRequire(join(root, 'package.json')).resolve('@biomejs/biome/bin/biome')
  return spawnSync(
    process.execPath,
    [bin, 'ci', option, process.stdout.isTTY ? '--colors=force' : '--colors=off', '.'],
    {
      cwd: root,
      encoding: 'utf8',
      stdio,
      maxBuffer: 64 * 1024 * 1024,
    },
  )
}

function parseSummary(output: string): BiomeSummary | undefined {
  const json = output.slice(output.indexOf('{'), output.lastIndexOf('}') + 1)
  try {
    return (JSON.parse(json) as { summary: BiomeSummary }).summary
  } catch {
    return undefined
  }
}
