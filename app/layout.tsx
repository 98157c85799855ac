import '#app/_ui/tokens.css'
import '@fontsource-variable/inter/wght.css'
import '@fontsource-variable/jetbrains-mono/wght.css'
import '@mantine/core/styles.layer.css'
import '@mantine/dates/styles.layer.css'
import '@mantine/notifications/styles.layer.css'
import { ColorSchemeScript, mantineHtmlProps } from '@mantine/core'
import type { Metadata, Viewport } from 'next'
import { cookies, headers } from 'next/headers'
import type { ReactNode } from 'react'
import { Providers } from '#app/_ui/providers.tsx'
import { NONCE_HEADER } from '#lib/access/content-policy.ts'
import { timezoneProblem } from '#lib/timezone.ts'

export const metadata: Metadata = {
  title: { default: 'Belfry', template: '%s · Belfry' },
  description: 'Monitors and alerts',
  robots: { index: false },
}

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#ffffff' },
    { media: '(prefers-color-scheme: dark)', color: '#161920' },
  ],
}

export default async function Layout({ children }: { children: ReactNode }) {
  const zone = (await cookies()).get('zone')?.value ?? 'UTC'
  const nonce = (await headers()).get(NONCE_HEADER) ?? undefined

  return (
    <html lang="en" {...mantineHtmlProps}>
      <head>
        <ColorSchemeScript defaultColorScheme="auto" nonce={nonce} />
      </head>
      <body>
        <Providers now={Date.now()} zone={timezoneProblem(zone) ? 'UTC' : zone} nonce={nonce}>
          {children}
        </Providers>
      </body>
    </html>
  )
}
