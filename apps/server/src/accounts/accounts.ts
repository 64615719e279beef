import type { AccountId, Clock, NewId, Secret } from '@meantime/core'
import type { AccountMessage } from '@meantime/protocol'
import type { Database } from '../database/database.js'
import { type AccountRow, accounts } from '../database/entities.js'
import { isUniqueViolation } from '../database/sqlite.js'
import { ProblemError } from '../http/problem.js'
import type { Passwords } from './passwords.js'

/** Two spellings of one address are one account. */
export const emailKey = (email: string): string => email.trim().toLowerCase()

export class Accounts {
  constructor(
    private readonly database: Database,
    private readonly passwords: Passwords,
    private readonly clock: Clock,
    private readonly newId: NewId,
  ) {}

  /** Throws 409 `email-taken`. */
  async register(email: string, password: Secret, name: string | null): Promise<AccountMessage> {
    const row: AccountRow = {
      id: this.newId(),
      email: email.trim(),
      emailKey: emailKey(email),
      name,
      passwordHash: await this.passwords.hash(password),
      createdAt: this.clock.now(),
    }
    try {
      await this.database.write(({ manager }) => manager.insert(accounts, row))
    } catch (error) {
      if (isUniqueViolation(error)) throw emailTaken()
      throw error
    }
    return asMessage(row)
  }

  /** Throws 401 `bad-credentials`: same answer, after the same work, for an unknown e-mail and a wrong password. */
  async authenticate(email: string, password: Secret): Promise<AccountMessage> {
    const row = await this.database.read((manager) => manager.findOneBy(accounts, { emailKey: emailKey(email) }))
    const matches = await this.passwords.matches(password, row?.passwordHash)
    if (row === null || !matches) throw badCredentials()
    return asMessage(row)
  }

  async find(id: AccountId): Promise<AccountMessage | undefined> {
    const row = await this.database.read((manager) => manager.findOneBy(accounts, { id }))
    return row === null ? undefined : asMessage(row)
  }
}

const asMessage = ({ id, email, name }: AccountRow): AccountMessage => ({ id, email, name })

const emailTaken = () =>
  new ProblemError({ status: 409, code: 'email-taken', detail: 'There is an account with this e-mail address.' })

const badCredentials = () =>
  new ProblemError({ status: 401, code: 'bad-credentials', detail: 'The e-mail address or the password is wrong.' })
