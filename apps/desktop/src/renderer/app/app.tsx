import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import type { Bridge } from '../../bridge/bridge.js'
import { ConnectionProvider } from '../bridge/context.js'
import type { Link } from '../bridge/link.js'
import { createQueryClient, followNotices } from '../bridge/query-client.js'
import { AgentClock } from '../clock/agent-clock.js'
import { ClockProvider } from '../clock/clock-context.js'
import { theme } from '../theme/theme.js'
import { CrashNote } from './crash-note.js'
import { Gate } from './gate.js'
import { PreferencesProvider } from './preferences-context.js'

export function App({ bridge, link }: { bridge: Bridge; link: Link }) {
  const client = useMemo(createQueryClient, [])
  const clock = useMemo(() => new AgentClock(), [])
  useEffect(() => followNotices(bridge, client), [bridge, client])
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" withCssVariables={false} withGlobalClasses={false}>
      <CrashNote>
        <QueryClientProvider client={client}>
          <ConnectionProvider bridge={bridge} link={link}>
            <PreferencesProvider>
              <ClockProvider clock={clock}>
                <Gate />
              </ClockProvider>
            </PreferencesProvider>
          </ConnectionProvider>
        </QueryClientProvider>
      </CrashNote>
    </MantineProvider>
  )
}
