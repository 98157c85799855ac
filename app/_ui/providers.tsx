'use client'

import { MantineProvider } from '@mantine/core'
import { ModalsProvider } from '@mantine/modals'
import { Notifications } from '@mantine/notifications'
import { type ReactNode, useState } from 'react'
import '#app/_ui/no-eval.ts'
import { cssVariables, theme } from '#app/_ui/theme.ts'
import { TimeProvider } from '#app/_ui/time-context.tsx'

interface Props {
  /** the server's clock while it rendered, so that the browser first draws the same words */
  now: number
  /** the zone that this browser told at its last visit */
  zone: string
  /** with it this page may have style sheets of its own (lib/access/content-policy.ts) */
  nonce: string | undefined
  children: ReactNode
}

export function Providers({ now, zone, nonce: given, children }: Props) {
  // The browser holds to the first one, whatever comes with later parts of the page.
  const [nonce] = useState(given)

  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      deduplicateCssVariables={false}
      getStyleNonce={() => nonce ?? ''}
    >
      <TimeProvider now={now} zone={zone}>
        <ModalsProvider>{children}</ModalsProvider>
        <Notifications position="bottom-right" autoClose={6000} />
      </TimeProvider>
    </MantineProvider>
  )
}
