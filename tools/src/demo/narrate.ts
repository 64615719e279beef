import { styleText } from 'node:util'

/** A step of the story. */
export function narrate(title: string): void {
  process.stdout.write(`\n${styleText('bold', title)}\n`)
}

/** What happened in it. */
export function say(text: string): void {
  process.stdout.write(`${text.replaceAll(/^/gm, '  ')}\n`)
}
