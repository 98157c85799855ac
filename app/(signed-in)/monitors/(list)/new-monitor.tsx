'use client'

import { useHotkeys } from '@mantine/hooks'
import { useRouter } from 'next/navigation'
import { ButtonLink } from '#app/_ui/button-link.tsx'
import { KeyHint } from '#app/_ui/key-hint.tsx'
import { useMay } from '#app/_ui/may.tsx'

/** Also by the key N. */
export function NewMonitor() {
  const router = useRouter()
  const isOffered = useMay()('monitors:write')
  useHotkeys(isOffered ? [['n', () => router.push('/monitors/new')]] : [])
  if (!isOffered) return null
  return (
    <ButtonLink href="/monitors/new" variant="filled" rightSection={<KeyHint>N</KeyHint>}>
      New monitor
    </ButtonLink>
  )
}
