import { app, type Session } from 'electron'
import { isOurs } from './app-protocol.js'

/** Copying details is all that the page may do beside showing itself. */
const ALLOWED: ReadonlySet<string> = new Set(['clipboard-sanitized-write'])

/** For whatever page comes to be: it goes nowhere, opens nothing, and asks for nothing. */
export function lockDownPages(): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
    contents.on('will-navigate', (event) => {
      if (!isOurs(event.url)) event.preventDefault()
    })
    contents.on('will-frame-navigate', (event) => {
      if (!event.isMainFrame || !isOurs(event.url)) event.preventDefault()
    })
    contents.on('will-redirect', (event) => event.preventDefault())
    contents.on('will-attach-webview', (event) => event.preventDefault())
  })
}

/** Also for what a policy in a header does not cover; no request leaves the computer. */
export function lockDownSession(session: Session): void {
  session.setPermissionRequestHandler((contents, permission, answer) =>
    answer(ALLOWED.has(permission) && isOurs(contents.getURL())),
  )
  session.setPermissionCheckHandler((_contents, permission, origin) => ALLOWED.has(permission) && isOurs(origin))
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler((_request, answer) => answer({}))
  session.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !isLocal(url) }))
  session.on('will-download', (event, item) => {
    if (!isLocal(item.getURL())) event.preventDefault()
  })
}

/** `blob:` is what the page made itself: a file to save. */
export const isLocal = (url: string): boolean =>
  isOurs(url) || url.startsWith('data:') || (url.startsWith('blob:') && isOurs(url.slice('blob:'.length)))
