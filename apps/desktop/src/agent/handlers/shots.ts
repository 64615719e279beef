import { SHOT_KEEPER, SHOT_LEDGER, type Shot, type TaskId } from '@meantime/core'
import type { Handlers } from '../../bridge/bridge.js'
import { pictureTools } from '../compose.js'
import type { Desk } from '../desk.js'
import { refusal } from '../problem.js'
import { SCREENSHOTS } from '../services.js'
import { shotView } from '../views/shot.js'

export const shotHandlers = (desk: Desk) => {
  const ledger = () => desk.app.get(SHOT_LEDGER)
  return {
    shots: async ({ states, from, to, limit }) => {
      const { account } = desk.app.get(SCREENSHOTS)
      const when = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }
      const which = states.length === 0 ? {} : { states }
      return (await ledger().list({ account, ...which, ...when, limit })).map(shotView)
    },
    picture: async ({ id }) => {
      const shot = await owned(desk, id)
      const bytes = await desk.app.get(SHOT_KEEPER).read(shot)
      if (bytes === undefined || shot.picture === undefined) throw unknownShot()
      return { mediaType: shot.picture.mediaType, data: Buffer.from(bytes).toString('base64') }
    },
    deleteShots: async ({ ids }) => {
      const { account } = desk.app.get(SCREENSHOTS)
      const shots = await Promise.all(ids.map((id) => ledger().get(id as TaskId)))
      const mine = shots.flatMap((shot) => (shot?.account === account ? [shot.id] : []))
      return { deleted: [...(await desk.app.get(SHOT_KEEPER).delete(mine))] }
    },
    redactShot: async ({ id, areas }) => {
      const shot = await owned(desk, id)
      const { redactHeld } = await pictureTools()
      return shotView(await redactHeld({ ledger: ledger(), keeper: desk.app.get(SHOT_KEEPER) }, shot, areas))
    },
  } satisfies Partial<Handlers>
}

async function owned({ app }: Desk, id: string): Promise<Shot> {
  const shot = await app.get(SHOT_LEDGER).get(id as TaskId)
  if (shot?.account !== app.get(SCREENSHOTS).account) throw unknownShot()
  return shot
}

const unknownShot = () => refusal('SHOT_UNKNOWN', 'There is no such picture on this computer.')
