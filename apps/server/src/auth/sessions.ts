import { createHash, randomBytes } from 'node:crypto'
import { type AccountId, type Clock, type NewId, Secret } from '@meantime/core'
import { type EntityManager, LessThan } from 'typeorm'
import type { Database } from '../database/database.js'
import { type RefreshTokenRow, refreshTokens, type TokenFamilyRow, tokenFamilies } from '../database/entities.js'
import type { AccessClaims } from './access-tokens.js'

export interface Grant extends AccessClaims {
  readonly refresh: Secret
}

/**
 * Refresh tokens: rotating, in families, with reuse detection; docs/decisions/030-refresh-rotation.md tells why.
 * Each rotation is one write, so two parallel ones come one after the other.
 */
export class Sessions {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly newId: NewId,
    private readonly ttlSeconds: number,
  ) {}

  /** A new session of an account that has just proved who it is. */
  open(accountId: AccountId): Promise<Grant> {
    return this.database.write(async ({ manager }) => {
      await this.forgetExpired(manager)
      const familyId = this.newId()
      await manager.insert(tokenFamilies, { id: familyId, accountId, createdAt: this.clock.now(), revokedAt: null })
      return { accountId, familyId, refresh: await this.issue(manager, familyId) }
    })
  }

  /** Undefined when the token is unknown, expired or revoked, or was used before and so revoked its family. */
  rotate(token: Secret): Promise<Grant | undefined> {
    return this.database.write(async ({ manager }) => {
      const found = await this.find(manager, token)
      if (found === undefined) return undefined
      const { shown, family } = found
      const successor = shown.successorHash
      if (shown.revokedAt !== null || (successor !== null && !(await this.takeBack(manager, successor)))) {
        await this.revoke(manager, family.id)
        return undefined
      }
      const refresh = await this.issue(manager, family.id)
      await manager.update(refreshTokens, { hash: shown.hash }, { successorHash: sha256(refresh) })
      return { accountId: family.accountId as AccountId, familyId: family.id, refresh }
    })
  }

  /** Ends the session that the token belongs to, if there is one. */
  async close(token: Secret): Promise<void> {
    await this.database.write(async ({ manager }) => {
      const shown = await manager.findOneBy(refreshTokens, { hash: sha256(token) })
      if (shown !== null) await this.revoke(manager, shown.familyId)
    })
  }

  private async find(manager: EntityManager, token: Secret): Promise<Found | undefined> {
    const shown = await manager.findOneBy(refreshTokens, { hash: sha256(token) })
    if (shown === null || shown.expiresAt <= this.clock.now()) return undefined
    const family = await manager.findOneBy(tokenFamilies, { id: shown.familyId })
    return family === null || family.revokedAt !== null ? undefined : { shown, family }
  }

  /** Revokes a successor that nobody ever used; false when it was used, or was already taken back. */
  private async takeBack(manager: EntityManager, hash: string): Promise<boolean> {
    const unused = await manager.findOneBy(refreshTokens, { hash })
    if (unused === null || unused.successorHash !== null || unused.revokedAt !== null) return false
    await manager.update(refreshTokens, { hash }, { revokedAt: this.clock.now() })
    return true
  }

  private async revoke(manager: EntityManager, familyId: string): Promise<void> {
    await manager.update(tokenFamilies, { id: familyId }, { revokedAt: this.clock.now() })
  }

  private async issue(manager: EntityManager, familyId: string): Promise<Secret> {
    const token = new Secret(randomBytes(32).toString('base64url'))
    const expiresAt = this.clock.now() + this.ttlSeconds * 1000
    const row: RefreshTokenRow = { hash: sha256(token), familyId, expiresAt, successorHash: null, revokedAt: null }
    await manager.insert(refreshTokens, row)
    return token
  }

  /** An expired token is refused with or without its row; a family whose tokens have all expired is of no use. */
  private async forgetExpired(manager: EntityManager): Promise<void> {
    await manager.delete(refreshTokens, { expiresAt: LessThan(this.clock.now()) })
    const unreachable = 'NOT EXISTS (SELECT 1 FROM refresh_tokens WHERE refresh_tokens.family_id = token_families.id)'
    await manager.createQueryBuilder().delete().from(tokenFamilies).where(unreachable).execute()
  }
}

interface Found {
  readonly shown: RefreshTokenRow
  readonly family: TokenFamilyRow
}

/** Fast on purpose: the token has 256 random bits, there is nothing to guess. */
const sha256 = (token: Secret): string => createHash('sha256').update(token.reveal()).digest('hex')
