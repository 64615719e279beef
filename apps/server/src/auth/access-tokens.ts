import { randomUUID } from 'node:crypto'
import { type AccountId, type Clock, Secret } from '@meantime/core'
import { jwtVerify, SignJWT } from 'jose'

const ISSUER = 'meantime'
const ALGORITHM = 'HS256'

export interface AccessClaims {
  readonly accountId: AccountId
  /** The token family (session) that it was issued for. */
  readonly familyId: string
}

/** Short-lived JWTs. They are not looked up, so a revoked session ends at the latest with its last access token. */
export class AccessTokens {
  private key: Uint8Array | undefined

  constructor(
    private readonly clock: Clock,
    readonly ttlSeconds: number,
  ) {}

  useKey(key: Secret): void {
    this.key = new TextEncoder().encode(key.reveal())
  }

  async issue({ accountId, familyId }: AccessClaims): Promise<Secret> {
    const now = Math.floor(this.clock.now() / 1000)
    const jwt = new SignJWT({ sid: familyId })
      .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT' })
      .setIssuer(ISSUER)
      .setSubject(accountId)
      // Two tokens of one second must differ, or a refresh would seem to give back the one that was just refused.
      .setJti(randomUUID())
      .setIssuedAt(now)
      .setExpirationTime(now + this.ttlSeconds)
    return new Secret(await jwt.sign(this.signingKey()))
  }

  /** Undefined for anything that is not a token of ours in its time. */
  async verify(token: Secret): Promise<AccessClaims | undefined> {
    try {
      const { payload } = await jwtVerify(token.reveal(), this.signingKey(), {
        algorithms: [ALGORITHM],
        issuer: ISSUER,
        requiredClaims: ['sub', 'sid', 'exp'],
        currentDate: new Date(this.clock.now()),
      })
      if (typeof payload.sub !== 'string' || typeof payload.sid !== 'string') return undefined
      return { accountId: payload.sub as AccountId, familyId: payload.sid }
    } catch {
      return undefined
    }
  }

  private signingKey(): Uint8Array {
    if (this.key === undefined) throw new Error('The server was not started.')
    return this.key
  }
}
