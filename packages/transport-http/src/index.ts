export { httpTransport } from './plugin.js'
export { parseServerUrl } from './server-url.js'
export type { HttpTransportOptions } from './settings.js'
