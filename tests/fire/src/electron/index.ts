export { DesktopSession } from './desktop-session.js'
export { electronRuntime, RUNTIME_VERSION } from './runtime.js'
export { childrenOf, commandOf, launchApp } from './shell-app.js'
