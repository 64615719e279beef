import type { Command } from 'commander'
import type { Bind } from '../context.js'

/** `meantime screenshots …`. What each does is loaded when it is called. */
export function screenshotCommands(_screenshots: Command, _run: Bind): void {}
