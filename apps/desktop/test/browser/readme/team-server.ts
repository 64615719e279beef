import { join } from 'node:path'
import { type Clock, isMeantimeError } from '@meantime/core'
import { createServer, DEFAULT_PORT, type MeantimeServer } from '@meantime/server'

/** A real server on this computer that can be stopped and started again, with the same data at the same address. */
export class TeamServer {
  url = ''
  private server: MeantimeServer | undefined

  constructor(
    private readonly folder: string,
    private readonly clock: Clock,
  ) {}

  /** Where people's own servers are, so that the address in the pictures is theirs; elsewhere when somebody has it. */
  async up(): Promise<void> {
    try {
      await this.listen(this.url === '' ? DEFAULT_PORT : Number(new URL(this.url).port))
    } catch (error) {
      if (this.url !== '' || !isMeantimeError(error) || error.code !== 'PORT_IN_USE') throw error
      await this.listen(0)
    }
  }

  async down(): Promise<void> {
    await this.server?.stop()
    this.server = undefined
  }

  private async listen(port: number): Promise<void> {
    const { clock } = this
    this.server = createServer({ dataDir: join(this.folder, 'server'), port, clock, rateLimit: false })
    this.url = (await this.server.start()).url
  }
}
