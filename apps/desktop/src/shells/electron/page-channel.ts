import { type BrowserWindow, type IpcMainInvokeEvent, ipcMain } from 'electron'
import { isOperation, OPERATIONS } from '../../bridge/bridge.js'
import type { ProblemView } from '../../bridge/shapes.js'
import type { AgentLink } from './agent-link.js'
import { isOurs } from './app-protocol.js'

/** The page's questions to the agent, and the agent's notices to the page. */
export function connectPage(agent: Pick<AgentLink, 'ask' | 'onNotice'>, window: () => BrowserWindow | undefined): void {
  ipcMain.handle('meantime:ask', (event, name: unknown, input: unknown) => {
    if (!comesFromThePage(event, window())) return refusal('BRIDGE_FORBIDDEN', 'Only Meantime’s own window may ask.')
    if (typeof name !== 'string' || !isOperation(name)) {
      return refusal('BRIDGE_UNKNOWN', 'There is no such question. The window may be of another version.')
    }
    if (!OPERATIONS[name].input.safeParse(input ?? {}).success) {
      return refusal('BRIDGE_INPUT', `What was said with “${name}” makes no sense. Nothing was changed.`)
    }
    return agent.ask(name, input ?? {})
  })
  agent.onNotice((notice) => {
    const page = window()
    if (page && !page.isDestroyed()) page.webContents.send('meantime:notice', notice)
  })
}

/** The main frame of the one window, while it shows our page. */
function comesFromThePage({ senderFrame, sender }: IpcMainInvokeEvent, window: BrowserWindow | undefined): boolean {
  if (!window || window.isDestroyed() || sender.id !== window.webContents.id || !senderFrame) return false
  return senderFrame.parent === null && isOurs(senderFrame.url)
}

function refusal(code: string, message: string): { readonly ok: false; readonly problem: ProblemView } {
  return { ok: false, problem: { code, message } }
}
