import type { EntryView } from '../../bridge/shapes.js'
import { useNow } from '../clock/clock-context.js'
import { workedMs } from '../day/worked.js'
import { timer } from '../format/durations.js'

interface WorkedTimeProps {
  readonly segments: EntryView['segments']
  /** For the colons, which in letters of one width stand too far apart at large sizes. */
  readonly colonClass?: string | undefined
}

/** Ticks by the second, and is the only thing on a screen that does. */
export function WorkedTime({ segments, colonClass }: WorkedTimeProps) {
  const [hours, minutes, seconds] = timer(workedMs(segments, useNow('second'))).split(':')
  const colon = <span className={colonClass}>:</span>
  return (
    <>
      {hours}
      {colon}
      {minutes}
      {colon}
      {seconds}
    </>
  )
}
