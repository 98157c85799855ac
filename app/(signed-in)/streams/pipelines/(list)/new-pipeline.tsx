'use client'

import { useRouter } from 'next/navigation'
import { ButtonLink } from '#app/_ui/button-link.tsx'
import { KeyHint } from '#app/_ui/key-hint.tsx'
import { useMay } from '#app/_ui/may.tsx'
import { usePageKeys } from '#app/_ui/use-page-keys.ts'

const HREF = '/streams/pipelines/new'

/** The way to a new pipeline, also by the key N. */
export function NewPipeline() {
  const router = useRouter()
  const isOffered = useMay()('streams:write')
  usePageKeys(isOffered ? [['n', () => router.push(HREF)]] : [])
  if (!isOffered) return null
  return (
    <ButtonLink href={HREF} variant="filled" rightSection={<KeyHint>N</KeyHint>}>
      New pipeline
    </ButtonLink>
  )
}
