import { type EntryId, type EventDraft, type EventId, LOCAL_ACCOUNT, type TaskId } from '@meantime/core'
import { describe, expect, test } from 'vitest'
import { ANN, BOB, type OpenScene, SECOND } from './scene.js'

export function describeJournal(open: OpenScene): void {
  describe('recording', () => {
    test('an event and its task are there together as soon as record returns', async () => {
      const scene = await open()
      const entry = scene.newId() as EntryId
      const draft: EventDraft = { ...scene.draft(entry), type: 'start', description: 'Write', project: 'Book' }

      const { events, entries } = await scene.journal.record(ANN, () => [draft])

      expect(events).toMatchObject([
        { ...draft, recordedAt: scene.clock.now(), zone: 'UTC', deviceId: scene.journal.deviceId },
      ])
      expect(entries).toEqual([await scene.journal.open(ANN)])
      expect(await scene.mustFind(draft.id as string as TaskId)).toMatchObject({
        account: ANN,
        lane: entry,
        entityType: 'time_entry_start',
        priority: 0,
        state: 'pending',
        attempts: 0,
      })
      const lease = await scene.mustClaim()
      expect(lease.tasks[0]?.payload).toEqual(events[0])
    })

    test('a draft that names its zone keeps it; the others have the zone of the person', async () => {
      const scene = await open()
      const entry = scene.newId() as EntryId
      const start: EventDraft = { ...scene.draft(entry), type: 'start', description: '', project: null }
      const drafts: EventDraft[] = [
        { ...start, zone: 'Asia/Tokyo' },
        { ...scene.draft(entry), type: 'stop' },
      ]
      const { events, entries } = await scene.journal.record(ANN, () => drafts)
      expect(events.map(({ zone }) => zone)).toEqual(['Asia/Tokyo', 'UTC'])
      expect(entries).toMatchObject([{ zone: 'Asia/Tokyo' }])
      expect(await scene.journal.entry(entry)).toEqual(entries[0])
    })

    test('seq grows with every event, also across entries', async () => {
      const scene = await open()
      const seqs: number[] = []
      for (let n = 0; n < 3; n += 1) {
        const { entry } = await scene.start()
        const { events } = await scene.journal.record(ANN, () => [{ ...scene.draft(entry), type: 'stop' }])
        seqs.push(...events.map(({ seq }) => seq))
      }
      expect(seqs).toEqual([...seqs].sort((a, b) => a - b))
      expect(new Set(seqs).size).toBe(3)
    })

    test('a decision that throws changes nothing and its error comes back', async () => {
      const scene = await open()
      const refusal = new Error('not now')
      const before = await scene.queue.counts()

      await expect(
        scene.journal.record(ANN, () => {
          throw refusal
        }),
      ).rejects.toBe(refusal)

      expect(await scene.queue.counts()).toEqual(before)
      expect(await scene.journal.open(ANN)).toBeUndefined()
    })

    test('a decision that throws spoils no other that arrives at the same moment', async () => {
      const scene = await open()
      const results = await Promise.allSettled([
        scene.start(ANN),
        scene.journal.record(ANN, () => {
          throw new Error('not now')
        }),
        scene.start(BOB),
      ])
      expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
      expect((await scene.queue.counts()).pending).toBe(2)
    })

    test('when one event of a decision is refused, none of them is kept', async () => {
      const scene = await open()
      const { entry } = await scene.start()
      const drafts: EventDraft[] = [
        { ...scene.draft(entry), type: 'stop' },
        { ...scene.draft('0190a000-0000-7000-8000-0000000000ff' as EntryId), type: 'pause' },
      ]

      await expect(scene.journal.record(ANN, () => drafts)).rejects.toMatchObject({ kind: 'bug' })

      expect(await scene.journal.open(ANN)).toMatchObject({ id: entry, state: 'running' })
      expect((await scene.queue.counts()).pending).toBe(1)
    })

    test('no decision can leave two open entries of one account', async () => {
      const scene = await open()
      const first = await scene.start()
      await expect(scene.start()).rejects.toMatchObject({ code: expect.any(String) })
      expect(await scene.journal.open(ANN)).toMatchObject({ id: first.entry })
      expect((await scene.queue.counts()).pending).toBe(1)
    })

    test('one decision can stop an entry and start the next', async () => {
      const scene = await open()
      const first = await scene.start()
      const next = scene.newId() as EntryId
      const drafts: EventDraft[] = [
        { ...scene.draft(first.entry), type: 'stop' },
        { ...scene.draft(next), type: 'start', description: '', project: null },
      ]
      const { entries } = await scene.journal.record(ANN, ({ open: before }) => (before ? drafts : []))
      expect(entries.map(({ id, state }) => [id, state])).toEqual([
        [first.entry, 'stopped'],
        [next, 'running'],
      ])
    })

    test('a decision sees which entry ended last within a stretch of time, its own account’s and not deleted', async () => {
      const scene = await open()
      const { entry } = await scene.start(ANN)
      scene.clock.advance(10 * SECOND)
      await scene.stop(entry, ANN)
      const stopped = await scene.journal.entry(entry)
      const [began, ended] = [stopped?.startedAt ?? 0, stopped?.endedAt ?? 0]
      const seen = async (account: typeof ANN, from: number, to: number) => {
        let found: string | undefined
        await scene.journal.record(account, (state) => {
          found = state.endedWithin(from, to)?.id
          return []
        })
        return found
      }
      expect(await seen(ANN, began, ended)).toBe(entry)
      expect(await seen(ANN, ended, ended + SECOND)).toBeUndefined()
      expect(await seen(ANN, began, ended - 1)).toBeUndefined()
      expect(await seen(BOB, began, ended)).toBeUndefined()
      await scene.journal.record(ANN, () => [{ ...scene.draft(entry), type: 'delete' }])
      expect(await seen(ANN, began, ended)).toBeUndefined()
    })

    test('a decision without events records nothing', async () => {
      const scene = await open()
      expect(await scene.journal.record(ANN, () => [])).toEqual({ events: [], entries: [] })
    })

    test('the same event id is never recorded twice', async () => {
      const scene = await open()
      const { entry } = await scene.start()
      const draft: EventDraft = { ...scene.draft(entry), type: 'pause' }
      await scene.journal.record(ANN, () => [draft])
      await expect(scene.journal.record(ANN, () => [draft])).rejects.toMatchObject({ kind: 'bug' })
      expect((await scene.journal.entry(entry))?.anomalies).toEqual([])
    })

    test("an account sees and touches only its own entries, and another account's work runs beside it", async () => {
      const scene = await open()
      const ann = await scene.start(ANN)
      const bob = await scene.start(BOB)
      await scene.journal.record(BOB, (state) => {
        expect(state.open?.id).toBe(bob.entry)
        expect(state.entry(ann.entry)).toBeUndefined()
        return []
      })
      await expect(scene.stop(ann.entry, BOB)).rejects.toMatchObject({ kind: 'bug' })
      expect(await scene.claimedIds({ account: BOB })).toEqual([bob.task])
      expect((await scene.queue.counts(ANN)).pending).toBe(1)
    })
  })

  describe('adopting', () => {
    test('work recorded before anybody signed in becomes the account’s, and can then be delivered', async () => {
      const scene = await open()
      const { entry, start, stop } = await scene.worked(LOCAL_ACCOUNT)
      expect(await scene.journal.adopt(ANN)).toBe(2)
      expect(await scene.journal.entries({ account: ANN })).toMatchObject([{ id: entry }])
      expect(await scene.claimedIds()).toEqual([start, stop])
      expect(await scene.queue.counts(LOCAL_ACCOUNT)).toMatchObject({ pending: 0, leased: 0 })
      expect(await scene.journal.adopt(ANN)).toBe(0)
    })

    test('of two open entries the older one is stopped where the newer one started', async () => {
      for (const [older, newer] of [
        [LOCAL_ACCOUNT, ANN],
        [ANN, LOCAL_ACCOUNT],
      ] as const) {
        const scene = await open()
        const first = await scene.start(older)
        const second = await scene.start(newer)
        await scene.journal.adopt(ANN)
        const stopped = await scene.journal.entry(first.entry)
        expect(stopped).toMatchObject({ state: 'stopped', endedAt: (stopped?.startedAt ?? 0) + SECOND })
        expect(await scene.journal.open(ANN)).toMatchObject({ id: second.entry, state: 'running' })
        expect((await scene.queue.counts(ANN)).pending).toBe(3)
      }
    })
  })

  describe('recording bad input', () => {
    test('an event without a moment in time is refused', async () => {
      const scene = await open()
      for (const occurredAt of [Number.NaN, 1.5, Number.POSITIVE_INFINITY]) {
        const draft: EventDraft = {
          id: scene.newId() as EventId,
          entryId: scene.newId() as EntryId,
          occurredAt,
          type: 'start',
          description: '',
          project: null,
        }
        await expect(scene.journal.record(ANN, () => [draft])).rejects.toMatchObject({ kind: 'bug' })
      }
      expect((await scene.queue.counts()).pending).toBe(0)
    })

    test('text comes back as it was written', async () => {
      const scene = await open()
      for (const description of [
        '',
        '🦊 日本語',
        "'); DROP TABLE events;--",
        'a\u0000b',
        '\ud800 alone',
        'x'.repeat(50_000),
      ]) {
        const { entry } = await scene.start(ANN, description)
        expect((await scene.journal.entry(entry))?.description).toBe(description)
        await scene.stop(entry)
      }
    })
  })
}
