// The port lives in core, so that a source of somebody else needs core and testkit only.
export {
  type Area,
  type Availability,
  CAPTURE_SOURCE,
  type CaptureSource,
  type Frame,
  type OpenWindow,
  type Snapshot,
} from '@meantime/core'
