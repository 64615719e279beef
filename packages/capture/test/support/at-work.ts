import type { CaptureSource } from '@meantime/core'
import { onTestFinished } from 'vitest'
import { intervalAt, nextInterval } from '../../src/schedule/moments.js'
import type { CaptureServiceOptions } from '../../src/service/capture-service.js'
import { MINUTE, Scene } from './scene.js'

export const TEN = 10 * MINUTE

/** Somebody whose pictures are on, one each ten minutes; nothing runs yet. */
export async function atWork(
  { on = true, ...options }: CaptureServiceOptions & { on?: boolean } = {},
  sources?: CaptureSource[],
) {
  const scene = new Scene()
  if (on) await scene.screenshots.turnOn()
  const start = async () => {
    const service = scene.service(options, sources)
    await service.start()
    onTestFinished(() => service.stop())
    return service
  }
  const service = await start()
  const pass = (ms: number) => scene.clock.advanceInSteps(ms)
  /** To the next moment, and so many ms further. */
  const nextMoment = async (after = 0) => {
    const now = scene.clock.now()
    const current = intervalAt(now, TEN, 'seed')
    const { at } = current.at > now ? current : nextInterval(current, TEN, 'seed')
    await pass(at + after - now)
  }
  return { scene, service, start, pass, nextMoment }
}
