import { spawnSync } from 'node:child_process'
import { lstatSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ROOT } from '@meantime/tools'
import { LAUNCHER, RUNTIME_VERSION } from './runtime.js'

/** The folder that `npm run package -- --dir` makes, of the Electron for tests: to be started here, never to be shipped. */
export class Packaged {
  private constructor(
    private readonly work: string,
    readonly folder: string,
  ) {}

  static make(runtime: string): Packaged {
    const work = mkdtempSync(join(tmpdir(), 'meantime-package-'))
    const made = spawnSync(
      process.execPath,
      [
        join(ROOT, 'apps/desktop/packaging/package.mjs'),
        ...['--linux', 'dir', `--config.electronDist=${runtime}`, `--config.electronVersion=${RUNTIME_VERSION}`],
        `--config.directories.output=${work}`,
      ],
      { encoding: 'utf8' },
    )
    if (made.status !== 0) {
      rmSync(work, { recursive: true, force: true })
      throw new Error(`The package could not be made:\n${`${made.stdout}${made.stderr}`.slice(-4000)}`)
    }
    // Where nobody thought of, as people put programs.
    const folder = join(work, 'some where')
    renameSync(join(work, 'linux-unpacked'), folder)
    rmSync(join(folder, LAUNCHER), { recursive: true })
    return new Packaged(work, folder)
  }

  get program(): string {
    return join(this.folder, 'meantime-desktop')
  }

  /** Files that name this checkout, and links: what would be missing on another computer. */
  tiesToHere(folder = this.folder): readonly string[] {
    return readdirSync(folder).flatMap((name) => {
      const path = join(folder, name)
      const kind = lstatSync(path)
      if (kind.isDirectory()) return this.tiesToHere(path)
      return kind.isSymbolicLink() || readFileSync(path).includes(ROOT) ? [path] : []
    })
  }

  remove(): void {
    rmSync(this.work, { recursive: true, force: true, maxRetries: 5 })
  }
}
