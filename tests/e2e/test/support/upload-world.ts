import { createHash } from 'node:crypto'
import { type App, CLOCK, type EntryId, SCREENSHOT_OUTBOX, TIME_TRACKER } from '@meantime/core'
import { onTestFinished } from 'vitest'
import { pictureClient } from './picture-client.js'
import { RealWorld } from './real-world.js'

export const MIB = 1024 * 1024

interface Seen {
  readonly method: string
  readonly path: string
  readonly offset: number
}

export async function world(options: Parameters<RealWorld['serverUp']>[0] = {}) {
  const real = new RealWorld()
  onTestFinished(() => real.end())
  const seen: Seen[] = []
  const meddling: { before?: (request: Seen) => void } = {}
  const watch: Parameters<RealWorld['serverUp']>[1] = ({ fastify }) => {
    fastify.addHook('onRequest', async ({ method, url, headers }) => {
      const request = { method, path: url, offset: Number(headers['upload-offset'] ?? 0) }
      seen.push(request)
      meddling.before?.(request)
    })
  }
  const up = () => real.serverUp(options, watch)
  await up()
  const register = async (email: string) => {
    const body = JSON.stringify({ email, password: 'correct-horse-battery' })
    const headers = { 'content-type': 'application/json' }
    const answer = await fetch(`${real.url}/v1/auth/register`, { method: 'POST', headers, body })
    const { account, tokens } = (await answer.json()) as {
      account: { id: string }
      tokens: { accessToken: string }
    }
    return { account: account.id, token: tokens.accessToken }
  }
  const open = async (person: Parameters<typeof pictureClient>[2], folder = real.client, server = real.url) => {
    const app = await pictureClient(folder, server, person)
    onTestFinished(() => app.stop())
    return app
  }
  const screenshots = async (token: string) => {
    const answer = await fetch(`${real.url}/v1/screenshots?limit=1000`, {
      headers: { authorization: `Bearer ${token}` },
    })
    return ((await answer.json()) as { screenshots: { id: string; sha256: string }[] }).screenshots
  }
  const patches = () => seen.filter(({ method }) => method === 'PATCH')
  return { real, seen, meddling, patches, up, register, open, screenshots }
}

export async function shoot(app: App, bytes: Buffer, entryId?: EntryId) {
  const entry = entryId ?? (await app.get(TIME_TRACKER).start({ whenOpen: 'stop' })).entry.id
  const common = { entryId: entry, takenAt: app.get(CLOCK).now(), mediaType: 'image/webp', monitor: 'DP-1' } as const
  return app.get(SCREENSHOT_OUTBOX).add({ ...common, bytes })
}

export const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
