export * from './desktop.js'
export * from './shell.js'
