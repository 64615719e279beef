export { payloadFields } from './payload.js'
export { payloadKeys } from './payload-keys.js'
export { type LegacyType, legacyType } from './type.js'
