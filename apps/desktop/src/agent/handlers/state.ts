import { CLOCK, CORRECTIONS, STATE_STORE, TIME_TRACKER } from '@meantime/core'
import type { Handlers } from '../../bridge/bridge.js'
import type { OfferView } from '../../bridge/shapes.js'
import type { Desk } from '../desk.js'
import { accountView } from '../views/account.js'
import { captureView } from '../views/capture.js'
import { entryViews } from '../views/entry.js'
import { syncView } from '../views/sync.js'

const FIRST_RUN_DONE = 'desktop:first-run-done'

export const stateHandlers = (desk: Desk) =>
  ({
    state: async () => {
      const { app, server, undo, recordedBy } = desk
      const clock = app.get(CLOCK)
      const [open, offers, sync, capture, account, firstRunDone] = await Promise.all([
        app.get(TIME_TRACKER).current(),
        app.get(CORRECTIONS).open(),
        syncView(app, server),
        captureView(app),
        accountView(app),
        app.get(STATE_STORE).get<number>(FIRST_RUN_DONE),
      ])
      const [current = null] = open ? await entryViews(desk, [open]) : []
      return {
        now: clock.now(),
        zone: clock.zone(),
        account,
        server: server ?? null,
        current,
        offers: offers.map(({ offer, entry, ms }): OfferView => {
          const { id, causes, from, to } = offer
          return { id, entryId: entry.id, description: entry.description, causes: [...causes], from, to, ms }
        }),
        sync,
        capture,
        ...(undo.next === undefined ? {} : { undo: undo.next }),
        firstRun: firstRunDone === undefined,
        recorder: recordedBy === 'here' ? { here: true } : { here: false, ...(recordedBy ? { pid: recordedBy } : {}) },
      }
    },
    finishFirstRun: async () => {
      const { app } = desk
      await app.get(STATE_STORE).set(FIRST_RUN_DONE, app.get(CLOCK).now(), { announce: true })
      return {}
    },
  }) satisfies Partial<Handlers>
