import type { EntryView } from '../../bridge/shapes.js'
import { useNow } from '../clock/clock-context.js'
import { workedMs } from '../day/worked.js'
import { timer } from '../format/durations.js'

interface WorkedTimeProps {
  readonly segments: EntryView['segments']
  /** For the colons, which in letters of one width stand too far apart at large sizes. */
  readonly colonClass?: string | undefined
}

/** Ticks by the second while a stretch is open, and is the only thing on a screen that does. */
export function WorkedTime(props: WorkedTimeProps) {
  return props.segments.at(-1)?.to === null ? <Ticking {...props} /> : <Digits {...props} now={0} />
}

function Ticking(props: WorkedTimeProps) {
  return <Digits {...props} now={useNow('second')} />
}

function Digits({ segments, colonClass, now }: WorkedTimeProps & { now: number }) {
  const [hours, minutes, seconds] = timer(workedMs(segments, now)).split(':')
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
