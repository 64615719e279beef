import type { HubnityFindings, InspectOptions } from './inspect.js'
import type { Settled } from './settle-entries.js'

type Found = Pick<
  HubnityFindings,
  'days' | 'entries' | 'halfDelivered' | 'leftOut' | 'pictures' | 'strandedPictures' | 'withoutServerId' | 'people'
>

/** What a person should know before they agree: what could not be known, and what was assumed instead. */
export function remarksOn(
  found: Found,
  counts: Settled['counts'],
  senseless: number,
  { endOpen, dayTotals, resend, projects, pictures = true }: InspectOptions,
): string[] {
  const delivered = found.entries.filter((entry) => entry.delivered).length
  const unmapped = new Set(found.entries.flatMap(({ project }) => (project !== null && isId(project) ? [project] : [])))
  const missing = found.leftOut.filter(({ reason }) => reason === 'end-missing' || reason === 'still-open').length
  const others = found.leftOut.filter(({ reason }) => reason === 'other-person').length
  return [
    delivered > 0 &&
      `${count(delivered, 'entry is', 'entries are')} at the former server already: they are kept here and not delivered again (--resend delivers them too).`,
    found.halfDelivered.length > 0 &&
      `Of ${count(found.halfDelivered.length, 'entry', 'entries')} the former server has the start but not the end. ${resend ? 'They are sent as new ones, so it will have both: delete the older there.' : 'Nothing of that is sent: set the end there by hand.'}`,
    found.withoutServerId > 0 &&
      `${count(found.withoutServerId, 'entry was', 'entries were')} started offline or never paused or stopped: which id the former server gave them, if any, is not known.`,
    missing > 0 &&
      `${count(missing, 'entry has', 'entries have')} no end and ${missing === 1 ? 'is' : 'are'} left out. Stop what still runs in the former program and import again, or say --end-open.`,
    endOpen &&
      counts.endGuessed > 0 &&
      `${count(counts.endGuessed, 'entry was', 'entries were')} never stopped: ended where the next one begins, or at the last that is known of it.`,
    counts.endedAtPause > 0 &&
      `${count(counts.endedAtPause, 'entry was', 'entries were')} paused and never stopped: they end at the pause.`,
    counts.doubtful > 0 &&
      `${count(counts.doubtful, 'entry has', 'entries have')} a step that cannot be read, perhaps a pause: check the times.`,
    counts.clockBack > 0 &&
      `In ${count(counts.clockBack, 'entry', 'entries')} the clock was set back: that stretch counts as 0.`,
    senseless > 0 &&
      `${count(senseless, 'step makes', 'steps make')} no sense where they stand (a pause of a paused entry, say) and count nothing.`,
    counts.shortened > 0 &&
      `${count(counts.shortened, 'description or project was', 'descriptions or projects were')} changed to fit: too long, or with characters that cannot be stored.`,
    found.days.length > 0 &&
      !dayTotals &&
      `${count(found.days.length, 'day has', 'days have')} time in the former program's totals that no task explains. It is left out, because nobody knows when and what it was; --day-totals takes it, marked as such.`,
    found.strandedPictures > 0 &&
      `${count(found.strandedPictures, 'screenshot belongs', 'screenshots belong')} to entries that only the former server knows; they stay in the former program's file.`,
    !pictures && 'Screenshots stay in the former program’s file.',
    others > 0 &&
      `${count(others, 'entry is', 'entries are')} of another person and ${others === 1 ? 'is' : 'are'} left out (--person ID takes theirs instead).`,
    unmapped.size > 0 &&
      `${count(unmapped.size, 'project is', 'projects are')} known by id only; name them by --map "${[...unmapped][0]}=Name".`,
  ].filter((remark) => typeof remark === 'string')

  function isId(project: string): boolean {
    return /^[0-9a-f-]{36}$/i.test(project) && ![...(projects ?? new Map()).values()].includes(project)
  }
}

const count = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`
