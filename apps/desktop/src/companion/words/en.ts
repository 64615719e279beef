import { inOneLine } from '../../problem-texts/in-one-line.js'
import type { Words } from './words.js'

export const en: Words = {
  open: 'Open Meantime',
  start: 'Start the timer',
  pause: 'Pause',
  resume: 'Resume',
  stop: 'Stop',
  quit: 'Quit',
  again: (what) => `Start: ${what}`,
  running: (time, what) => `${time} · ${what}`,
  paused: (time, what) => `Paused at ${time} · ${what}`,
  stopped: 'The timer is stopped',
  unreachable: 'Connecting to the agent…',
  untitled: 'No description',
  notDone: 'That could not be done',
  problem: inOneLine,
  away: {
    title: 'Were you away?',
    body: (what, from, to) => `${what}, ${from} – ${to}. Keep that time, take it out, or split it: you decide.`,
  },
  parked: {
    title: 'Some of your work could not be delivered',
    body: (count) =>
      `${count === 1 ? 'One item was refused and waits' : `${count} items were refused and wait`} for you. It is kept on this computer.`,
  },
  signedOut: {
    title: 'Sign in again',
    body: 'The server wants to know who you are. Tracking goes on; everything is kept on this computer.',
  },
  pictures: { title: 'Screenshots are not being taken' },
  agent: {
    title: 'Meantime’s agent stopped',
    body: 'It is being started again. What was recorded is on this computer; if the timer was running, it still is.',
  },
  taken: {
    title: 'A shortcut is taken',
    body: (keys) => `Another program uses ${keys}. Choose another one in the settings.`,
  },
  hidden: {
    title: 'Meantime goes on',
    body: 'Its icon is in the tray. Quit from there, or start Meantime again to see the window.',
  },
}
