import type { Break } from './breaks.js'

const HUBNITY = 'packages/transport-hubnity'
const delivery = (title: string) => [HUBNITY, 'test/delivery.test.ts', title] as const
const refusals = (title: string) => [HUBNITY, 'test/refusals.test.ts', title] as const
const pictures = (title: string) => [HUBNITY, 'test/screenshots.test.ts', title] as const

/** What the older server does not do by itself. */
export const HUBNITY_BREAKS: readonly Break[] = [
  {
    name: 'what an older server had already is taken for what was sent',
    file: `${HUBNITY}/src/entry-delivery.ts`,
    replace: "if (made.kind === 'exists')",
    by: "if (made.kind === 'exists' && row)",
    caughtBy: delivery('a start that was lost and has been stopped since is no phantom'),
  },
  {
    name: 'an older server’s own duration is left as it is',
    file: `${HUBNITY}/src/convergence.ts`,
    replace: 'if (now && agrees(now, goal))',
    by: 'if (now)',
    caughtBy: delivery('runs at the server too, is paused there, goes on and ends with the times of here'),
  },
  {
    name: 'somebody else’s running entry is stopped',
    file: `${HUBNITY}/src/entry-delivery.ts`,
    replace: 'if (others.length > 0)',
    by: 'if (others.length > 9)',
    caughtBy: delivery('while another program has one running it waits, and that one is left alone'),
  },
  {
    name: 'only the first half of a refused batch is sent',
    file: `${HUBNITY}/src/sync-creations.ts`,
    replace: '    await this.#send(part.slice(middle), call)\n',
    by: '',
    caughtBy: refusals('is alone in being refused, whatever the server minds about it, and the others arrive once'),
  },
  {
    name: 'a picture whose answer was lost is not looked for',
    file: `${HUBNITY}/src/screenshot-delivery.ts`,
    replace: 'kept.shooting ? await',
    by: 'kept.shooting === undefined ? await',
    caughtBy: pictures('of which the answer was lost is looked for, and not sent again when it is there'),
  },
  {
    name: 'a description goes to an older server as it is',
    file: `${HUBNITY}/src/clean-text.ts`,
    replace: "text.replaceAll('\\0', '').toWellFormed()",
    by: 'text',
    caughtBy: refusals('is cleaned of what would make the server fail, shortened to what it takes, and the log tells'),
  },
]
