'use client'

import { useRouter } from 'next/navigation'
import { ButtonLink } from '#app/_ui/button-link.tsx'
import { KeyHint } from '#app/_ui/key-hint.tsx'
import { useMay } from '#app/_ui/may.tsx'
import { usePageKeys } from '#app/_ui/use-page-keys.ts'

const HREF = '/streams/definitions/new'

/** The way to a new definition, also by the key N. */
export function NewDefinition() {
  const router = useRouter()
  const isOffered = useMay()('streams:write')
  usePageKeys(isOffered ? [['n', () => router.push(HREF)]] : [])
  if (!isOffered) return null
  return (
    <ButtonLink href={HREF} variant="filled" rightSection={<KeyHint>N</KeyHint>}>
      New definition
    </ButtonLink>
  )
}
