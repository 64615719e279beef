export * from './manual-clock.js'
export * from './recording-logger.js'
export * from './seeded-random.js'
export * from './sequential-ids.js'
