import { styleText } from 'node:util'

/** What a person reads first: where things are, and the exact commands to try in a second terminal. */
export function welcome({ url, folder, again }: { url: string; folder: string; again: boolean }): string {
  const heading = again ? 'Meantime is running again, where you left off.' : 'Meantime is running.'
  const dim = (text: string) => styleText('dim', text)
  return [
    '',
    `${styleText('bold', heading)}  ${dim('Ctrl-C ends it.')}`,
    '',
    `${dim('Server')}      ${url}`,
    `${dim('Data')}        ${folder}   ${dim('once this has ended, delete it to start afresh')}`,
    '',
    'In a second terminal, in this folder:',
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
