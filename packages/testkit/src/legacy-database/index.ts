export {
  addLegacyRows,
  LEGACY_FILE,
  LEGACY_SCHEMAS,
  type LegacyContent,
  type LegacyDay,
  type LegacySchema,
  legacyDatabase,
  type OpenSqlite,
} from './database.js'
export {
  LEGACY_KEY,
  LEGACY_KEY_FILE,
  LEGACY_TEST_VECTOR,
  type LegacyDisguise,
  type LegacyTokens,
  type LegacyVariant,
  legacyEncrypted,
  legacyPayload,
} from './payload.js'
export {
  LEGACY_FROM,
  LEGACY_JPEG,
  type LegacyRow,
  sampleLegacyRows,
  shot,
  start,
  step,
} from './rows.js'
