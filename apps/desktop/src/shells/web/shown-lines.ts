import type { Shown } from './web-shell.js'

/**
 * Where the window is. The address lets somebody in for 30 s, so it is for eyes only: what is not a terminal may be kept,
 * and gets the name of a file that its owner alone can read.
 */
export function shownLines({ file, address, opened }: Shown, terminal: boolean): string {
  if (opened) return `Meantime is in your browser. If it is not, open ${file} within 30 seconds.\n`
  return `Open Meantime within 30 seconds: ${terminal ? address : file}\n`
}
