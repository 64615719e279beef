import { z } from 'zod'
import { text } from './text.js'

const email = z.email().max(255)
const password = z.string().min(8).max(128)

export const registerRequest = z.strictObject({ email, password, name: text(200).optional() }).meta({ id: 'Register' })
/** A wrong password is told as such, not as a malformed one, so any non-empty text is well-formed here. */
export const loginRequest = z
  .strictObject({ email: z.string().min(1).max(255), password: z.string().min(1).max(128) })
  .meta({ id: 'Login' })
export const refreshRequest = z.strictObject({ refreshToken: z.string().min(1).max(512) }).meta({ id: 'Refresh' })
export const logoutRequest = z.strictObject({ refreshToken: z.string().min(1).max(512) }).meta({ id: 'Logout' })

export const account = z
  .object({ id: z.uuid(), email: z.string(), name: z.string().nullable() })
  .meta({ id: 'Account' })
export type AccountMessage = z.infer<typeof account>

export const tokenPair = z
  .object({
    accessToken: z.string(),
    accessExpiresInSeconds: z.int().positive().meta({
      description: 'Relative, so that a wrong clock on the client does not matter.',
    }),
    refreshToken: z.string(),
  })
  .meta({ id: 'TokenPair' })
export type TokenPairMessage = z.infer<typeof tokenPair>

/** The answer to register and login. */
export const session = z.object({ account, tokens: tokenPair }).meta({ id: 'Session' })
export type SessionMessage = z.infer<typeof session>
