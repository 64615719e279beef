export { type Http, type HttpAnswer, type HttpRequest, HUBNITY_HTTP, NoAnswer } from './http.js'
export { isHubnityServer } from './is-hubnity-server.js'
export { hubnityTransport } from './plugin.js'
export type { HubnityTransportOptions } from './settings.js'
