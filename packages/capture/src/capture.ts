import type { Factory, Plugin } from '@meantime/core'
import { CAPTURE_SOURCE, type CaptureSource } from './port.js'

export interface CaptureOptions {
  /** In order of preference. This package brings none of its own yet. @default none */
  readonly sources?: readonly Factory<CaptureSource>[]
}

/** Contributes capture sources to CAPTURE_SOURCE. Takes no picture: nothing reads the list yet. */
export const capture = ({ sources = [] }: CaptureOptions = {}): Plugin => ({
  name: '@meantime/capture',
  register(registry) {
    for (const source of sources) registry.contribute(CAPTURE_SOURCE, source)
  },
})
