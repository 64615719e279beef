import type { Received } from '../../bridge/operations.js'
import type { EntryView, OfferView } from '../../bridge/shapes.js'
import { within } from '../day/worked.js'
import type { FakeJournal } from './fake-journal.js'

type Answer = Received<'answerOffer'>['answer']

/** The answers of core in short: keep, take out, stop, make its own entry. */
export async function answeredOffer(journal: FakeJournal, offer: OfferView, answer: Answer): Promise<EntryView[]> {
  const entry = journal.get(offer.entryId)
  const before = entry.segments
    .filter(({ from }) => from < offer.from)
    .map(({ from, to }) => ({ from, to: Math.min(to ?? offer.from, offer.from) }))
  const after = entry.segments
    .filter(({ to }) => to === null || to > offer.to)
    .map(({ from, to }) => ({ from: Math.max(from, offer.to), to }))
  if (answer.kind === 'keep') return [entry]
  if (answer.kind === 'stop') {
    journal.put({ ...entry, state: 'stopped', segments: before, endedAt: offer.from }, 'time_entry_edit')
    return [journal.get(entry.id)]
  }
  const away = within(entry.segments, offer, offer.to)
  journal.put({ ...entry, segments: [...before, ...after] }, 'time_entry_edit')
  if (answer.kind !== 'split') return [journal.get(entry.id)]
  const { description = '', project = null } = answer
  return [journal.get(entry.id), await journal.addEntry({ description, project, segments: away })]
}
