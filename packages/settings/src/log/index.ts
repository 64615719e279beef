export { agentLog } from './agent-log.js'
export { pinoLogger } from './pino-logger.js'
