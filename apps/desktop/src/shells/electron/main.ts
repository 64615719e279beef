import { join } from 'node:path'
import { app, dialog } from 'electron'
import { declareScheme } from './app-protocol.js'
import { openDataFolder } from './data-folder.js'
import { lockDownPages } from './lock-down.js'
import { readPlaces } from './places.js'
import { run } from './run.js'

/*
 * Electron's main process. Nothing is awaited at the top: Electron would wait for this file, and this file for Electron.
 */
try {
  declareScheme()
  lockDownPages()
  app.setAppUserModelId('app.meantime.desktop')
  const folder = openDataFolder(process.argv.slice(1))
  // One for each data folder, as there is one agent: the lock below is kept in it.
  app.setPath('userData', join(folder, 'window'))
  if (app.requestSingleInstanceLock()) {
    app
      .whenReady()
      .then(() => run(folder, readPlaces(app.getAppPath())))
      .catch(fail)
  } else app.quit()
} catch (error) {
  fail(error)
}

function fail(error: unknown): void {
  dialog.showErrorBox('Meantime cannot start', error instanceof Error ? error.message : String(error))
  app.exit(1)
}
