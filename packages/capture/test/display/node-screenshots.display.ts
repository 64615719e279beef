import { systemClock } from '@meantime/core'
import { describeCaptureSourceContract } from '@meantime/testkit'
import { nodeScreenshotsSource } from '../../src/sources/node-screenshots/source.js'

// On the display of `npm run test:capture`: two screens, the active window on the second.
describeCaptureSourceContract({
  create: () => ({
    source: nodeScreenshotsSource({ clock: systemClock }),
    screens: ['DUMMY0', 'DUMMY1'],
    active: 'DUMMY1',
    unavailable: nodeScreenshotsSource({ clock: systemClock, surroundings: { env: {} } }),
  }),
})
