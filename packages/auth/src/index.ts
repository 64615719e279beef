export {
  AUTH_MANAGER,
  AuthManager,
  type AuthManagerOptions,
  type AuthManagerParts,
  type AuthStatus,
} from './auth-manager.js'
export type { HandedTokens } from './handed-tokens.js'
export { authManager } from './plugin.js'
export { type AutoTokenStoreOptions, autoTokenStore } from './stores/auto.js'
export { type FileTokenStoreOptions, fileTokenStore } from './stores/file.js'
export {
  type KeyringEntry,
  type KeyringTokenStoreOptions,
  keyringTokenStore,
  type OpenKeyringEntry,
} from './stores/keyring.js'
export { memoryTokenStore } from './stores/memory.js'
