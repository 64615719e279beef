import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'

/** A program of ours in a process of its own, which sends messages of one kind. It ends when it is disconnected. */
export class Child<Message> {
  private readonly process: ChildProcess
  private readonly ended: Promise<unknown>
  private readonly unread: Message[] = []
  private waiting: { resolve(message: Message): void; reject(error: Error): void } | undefined

  constructor(program: string, args: readonly string[]) {
    this.process = fork(program, [...args], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
    this.ended = once(this.process, 'exit')
    this.process.on('message', (message) => {
      const { waiting } = this
      this.waiting = undefined
      if (waiting) waiting.resolve(message as Message)
      else this.unread.push(message as Message)
    })
    this.process.on('exit', (code) => this.waiting?.reject(new Error(`A child of the benchmark ended with ${code}`)))
  }

  /** The next message, or the next that was not read yet. */
  next(): Promise<Message> {
    const message = this.unread.shift()
    if (message !== undefined) return Promise.resolve(message)
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject }
    })
  }

  async stop(): Promise<void> {
    if (this.process.connected) this.process.disconnect()
    await this.ended
  }
}
