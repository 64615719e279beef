import { confirm, input, password, select } from '@inquirer/prompts'
import { Secret } from '@meantime/core'
import { interruptedError } from './errors.js'
import type { Ask } from './io.js'

/** Asks on stderr, so that stdout stays data. */
export const terminal: Ask = {
  email: () => answered(input({ message: 'Email' }, { output: process.stderr })),
  password: async () =>
    new Secret(await answered(password({ message: 'Password', mask: false }, { output: process.stderr }))),
  choose: (message, choices) =>
    answered(select({ message, choices: [...choices], pageSize: choices.length }, { output: process.stderr })),
  text: (message) =>
    answered(
      input(
        { message, validate: (words) => words.trim() !== '' || 'A word or two, please.' },
        { output: process.stderr },
      ),
    ),
  agree: (message) => answered(confirm({ message, default: false }, { output: process.stderr })),
}

async function answered<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer
  } catch (error) {
    // Ctrl-C at a prompt is told by an error of this name.
    if (error instanceof Error && error.name === 'ExitPromptError') throw interruptedError()
    throw error
  }
}
