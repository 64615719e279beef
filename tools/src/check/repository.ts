import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** One sentence for each thing that must never be committed, whoever's machine it was made on. */
export function repositoryProblems(root: string, files: readonly string[]): string[] {
  return files.flatMap((file) => {
    const text = readText(join(root, file))
    return text === undefined ? [] : problemsIn(file, text)
  })
}

export function problemsIn(file: string, text: string): string[] {
  const problems: string[] = []
  if (file === 'pnpm-lock.yaml' && /tarball:|resolution:.*https?:/.test(text)) {
    problems.push(`${file} records download addresses; make it again with the usual registry setting.`)
  }
  const home = /(?<![\w.:/-])\/(?:home|root|Users)\/[\w.-]+/.exec(text)
  if (home && !file.startsWith('pnpm-lock')) problems.push(`${file} names a path of one machine: ${home[0]}`)
  if (/^-----BEGIN [A-Z ]*PRIVATE KEY-----/m.test(text)) problems.push(`${file} holds a private key.`)
  return problems
}

function readText(path: string): string | undefined {
  try {
    const text = readFileSync(path, 'utf8')
    return text.includes('\0') ? undefined : text
  } catch {
    return undefined
  }
}
