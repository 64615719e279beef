export * from './capture.js'
export * from './port.js'
