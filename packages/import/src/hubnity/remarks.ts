import type { Facts } from './facts.js'
import type { InspectOptions } from './inspect.js'

/** The facts in the words of the command line. */
export function remarksOn(facts: Facts, { resend, pictures = true }: InspectOptions): string[] {
  const { delivered, continued, halfDelivered, withoutServerId, withoutEnd, endGuessed, endedAtPause, doubtful } = facts
  const { clockBack, senseless, shortened, unexplainedDays, strandedPictures, ofOthers, unnamedProjects } = facts
  return [
    delivered > 0 &&
      `${count(delivered, 'entry is', 'entries are')} at the former server already: they are kept here and not delivered again (--resend delivers them too).`,
    continued > 0 &&
      `${count(continued, 'entry', 'entries')} began at the former server and ended here: the same server gets the rest of ${continued === 1 ? 'it' : 'them'}, another one the whole.`,
    halfDelivered > 0 &&
      `Of ${count(halfDelivered, 'entry', 'entries')} the former server has the start but not the end, and nothing says which ${halfDelivered === 1 ? 'it is' : 'they are'} there. ${resend ? 'They are sent as new ones, so it will have both: delete the older there.' : 'Nothing of that is sent: set the end there by hand.'}`,
    withoutServerId > 0 &&
      `${count(withoutServerId, 'entry was', 'entries were')} started offline or never paused or stopped: which id the former server gave them, if any, is not known.`,
    withoutEnd > 0 &&
      `${count(withoutEnd, 'entry has', 'entries have')} no end and ${withoutEnd === 1 ? 'is' : 'are'} left out. Stop what still runs in the former program and import again, or say --end-open.`,
    endGuessed > 0 &&
      `${count(endGuessed, 'entry was', 'entries were')} never stopped: ended where the next one begins, or at the last that is known of it.`,
    endedAtPause > 0 &&
      `${count(endedAtPause, 'entry was', 'entries were')} paused and never stopped: ${endedAtPause === 1 ? 'it ends' : 'they end'} at the pause.`,
    doubtful > 0 &&
      `${count(doubtful, 'entry has', 'entries have')} a step that cannot be read, perhaps a pause: check the times.`,
    clockBack > 0 && `In ${count(clockBack, 'entry', 'entries')} the clock was set back: that stretch counts as 0.`,
    senseless > 0 &&
      `${count(senseless, 'step makes', 'steps make')} no sense where they stand (a pause of a paused entry, say) and count nothing.`,
    shortened > 0 &&
      `${count(shortened, 'description or project was', 'descriptions or projects were')} changed to fit: too long, or with characters that cannot be stored.`,
    unexplainedDays > 0 &&
      `${count(unexplainedDays, 'day has', 'days have')} time in the former program's totals that no task explains. It is left out, because nobody knows when and what it was; --day-totals takes it, marked as such.`,
    strandedPictures > 0 &&
      `${count(strandedPictures, 'screenshot belongs', 'screenshots belong')} to entries that only the former server knows; they stay in the former program's file.`,
    !pictures && 'Screenshots stay in the former program’s file.',
    ofOthers > 0 &&
      `${count(ofOthers, 'entry is', 'entries are')} of another person and ${ofOthers === 1 ? 'is' : 'are'} left out (--person ID takes theirs instead).`,
    unnamedProjects.length > 0 &&
      `${count(unnamedProjects.length, 'project is', 'projects are')} known by id only; name them by --map "${unnamedProjects[0]}=Name".`,
  ].filter((remark) => typeof remark === 'string')
}

const count = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`
