import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../../', import.meta.url))

export interface Finding {
  readonly rule: string
  readonly file: string
  readonly line: number
  readonly message: string
}

/**
 * Runs the linter of `npm run check` over a tree that has the workspace's rules and package.json files, but only the
 * sources given. A copy, so that a planted violation never stands in the real tree.
 */
export function lintPlanted(sources: Readonly<Record<string, string>>): { passed: boolean; findings: Finding[] } {
  const tree = mkdtempSync(join(tmpdir(), 'meantime-boundaries-'))
  try {
    for (const file of ['biome.json', 'biome.boundaries.json', '.gitignore', 'package.json', ...manifests()])
      cpSync(join(ROOT, file), join(tree, file))
    for (const [file, text] of Object.entries(sources)) {
      mkdirSync(dirname(join(tree, file)), { recursive: true })
      writeFileSync(join(tree, file), text)
    }
    return run(tree)
  } finally {
    rmSync(tree, { recursive: true, force: true })
  }
}

function manifests(): string[] {
  const folders = ['packages', 'apps', 'tests'].flatMap((group) =>
    readdirSync(join(ROOT, group)).map((name) => `${group}/${name}`),
  )
  return [...folders, 'tools'].map((folder) => `${folder}/package.json`).filter((file) => existsSync(join(ROOT, file)))
}

function run(cwd: string): { passed: boolean; findings: Finding[] } {
  const biome = createRequire(join(ROOT, 'package.json')).resolve('@biomejs/biome/bin/biome')
  const options = ['ci', '--assist-enabled=false', '--reporter=github', '--max-diagnostics=none', '.']
  const { status, stdout, stderr } = spawnSync(process.execPath, [biome, ...options], { cwd, encoding: 'utf8' })
  const lines = stdout.matchAll(/^::error title=([^,]+),file=([^,]+),line=(\d+),.*?::(.*)$/gm)
  const findings = [...lines].map(([, rule = '', file = '', line, message = '']) => ({
    rule,
    file: file.slice(file.indexOf(cwd) + cwd.length + 1),
    line: Number(line),
    message,
  }))
  if (status !== 0 && findings.length === 0) throw new Error(`Biome did not run:\n${stdout}\n${stderr}`)
  return { passed: status === 0, findings }
}
