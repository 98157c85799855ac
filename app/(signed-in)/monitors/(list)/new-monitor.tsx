'use client'

import { useHotkeys } from '@mantine/hooks'
import { useRouter } from 'next/navigation'
import { ButtonLink } from '#app/_ui/button-link.tsx'
import { KeyHint } from '#app/_ui/key-hint.tsx'

/** Also by the key N. */
export function NewMonitor() {
  const router = useRouter()
  useHotkeys([['n', () => router.push('/monitors/new')]])
  return (
    <ButtonLink href="/monitors/new" variant="filled" rightSection={<KeyHint>N</KeyHint>}>
      New monitor
    </ButtonLink>
  )
}
