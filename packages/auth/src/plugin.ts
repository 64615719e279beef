import {
  ACCESS_TOKENS,
  AUTH_API,
  CLOCK,
  JOURNAL,
  LOCKS,
  LOGGER,
  type Plugin,
  PROFILES,
  TOKEN_STORE,
} from '@meantime/core'
import { AUTH_MANAGER, AuthManager, type AuthManagerOptions } from './auth-manager.js'

/** Provides AuthManager, also as the sync engine's AccessTokens. Needs one of the token store plugins. */
export const authManager = (options: AuthManagerOptions = {}): Plugin => ({
  name: '@meantime/auth',
  register(registry) {
    registry.provide(
      AUTH_MANAGER,
      (resolve) =>
        new AuthManager(
          {
            store: resolve(TOKEN_STORE),
            api: resolve(AUTH_API),
            profiles: resolve(PROFILES),
            journal: resolve(JOURNAL),
            locks: resolve(LOCKS),
            clock: resolve(CLOCK),
            logger: resolve(LOGGER),
          },
          options,
        ),
    )
    registry.provide(ACCESS_TOKENS, (resolve) => resolve(AUTH_MANAGER))
  },
})
