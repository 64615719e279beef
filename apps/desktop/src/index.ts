export * from './desktop.js'
export * from './shell.js'
export { type StartElectronOptions, startElectron } from './shells/electron/start-electron.js'
