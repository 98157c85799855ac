'use client'

import { MantineProvider } from '@mantine/core'
import { ModalsProvider } from '@mantine/modals'
import { Notifications } from '@mantine/notifications'
import type { ReactNode } from 'react'
import { cssVariables, theme } from '#app/_ui/theme.ts'
import { TimeProvider } from '#app/_ui/time-context.tsx'

interface Props {
  /** the server's clock while it rendered, so that the browser first draws the same words */
  now: number
  /** the zone that this browser told at its last visit */
  zone: string
  children: ReactNode
}

export function Providers({ now, zone, children }: Props) {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      deduplicateCssVariables={false}
    >
      <TimeProvider now={now} zone={zone}>
        <ModalsProvider>{children}</ModalsProvider>
        <Notifications position="bottom-right" autoClose={6000} />
      </TimeProvider>
    </MantineProvider>
  )
}
