import type { Secret } from '@meantime/core'
import { hash, verify } from '@node-rs/argon2'

/** Cost of argon2id: memory in KiB, passes, lanes. */
export interface PasswordCost {
  readonly memoryCost: number
  readonly timeCost: number
  readonly parallelism: number
}

/** https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html#argon2id */
export const OWASP_COST: PasswordCost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

export class Passwords {
  private decoy: Promise<string> | undefined

  constructor(private readonly cost: PasswordCost = OWASP_COST) {}

  /** PHC string of argon2id (the package's default algorithm) with a random salt. */
  hash(password: Secret): Promise<string> {
    return hash(password.reveal(), this.cost)
  }

  /** For no account at all it does the same work, so that the time does not tell which e-mail addresses exist. */
  async matches(password: Secret, passwordHash: string | undefined): Promise<boolean> {
    this.decoy ??= hash('nobody has this password', this.cost)
    const matches = await verify(passwordHash ?? (await this.decoy), password.reveal())
    return matches && passwordHash !== undefined
  }
}
