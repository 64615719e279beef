export { httpTransport } from './plugin.js'
export type { HttpTransportOptions } from './settings.js'
