import { contextBridge, ipcRenderer } from 'electron'

/*
 * All that the page gets of the desktop. Everything is checked at the other end: whoever runs in the page can call this as
 * they like.
 */
contextBridge.exposeInMainWorld('meantime', {
  ask: (name: unknown, input: unknown): Promise<unknown> => ipcRenderer.invoke('meantime:ask', name, input),
  onNotice: (listener: (notice: unknown) => void): (() => void) => {
    const heard = (_event: unknown, notice: unknown) => listener(notice)
    ipcRenderer.on('meantime:notice', heard)
    return () => void ipcRenderer.removeListener('meantime:notice', heard)
  },
})
