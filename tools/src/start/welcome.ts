import { styleText } from 'node:util'

export interface Welcome {
  readonly url: string
  /** Where the window is, in words. */
  readonly window: string
  readonly folder: string
  readonly again: boolean
}

/** What a person reads first: where things are, and the exact commands to try in a second terminal. */
export function welcome({ url, window, folder, again }: Welcome): string {
  const heading = again ? 'Meantime is running again, where you left off.' : 'Meantime is running.'
  const dim = (text: string) => styleText('dim', text)
  return [
    '',
    `${styleText('bold', heading)}  ${dim('Ctrl-C ends it.')}`,
    '',
    window,
    '',
    `${dim('Server')}      ${url}`,
    `${dim('Data')}        ${folder}   ${dim('once this has ended, delete it to start afresh')}`,
    '',
    `In a second terminal, in this folder (${styleText('cyan', 'bin/meantime-desktop')} opens the window again):`,
    '',
    ...TRY.map((line) => `  ${styleText('cyan', line)}`),
    '',
  ].join('\n')
}

const TRY = [
  'bin/meantime start "Write the report" --project Website',
  'bin/meantime pause',
  'bin/meantime resume',
  'bin/meantime switch "Answer mail"',
  'bin/meantime stop',
  'bin/meantime log',
]
