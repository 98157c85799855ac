'use client'

import { useRouter } from 'next/navigation'
import type { ReactNode } from 'react'
import { ButtonLink } from '#app/_ui/button-link.tsx'
import { KeyHint } from '#app/_ui/key-hint.tsx'
import { useMay } from '#app/_ui/may.tsx'
import { usePageKeys } from '#app/_ui/use-page-keys.ts'
import type { Right } from '#lib/access/rights.ts'

interface Props {
  href: string
  right: Right
  children: ReactNode
}

/** The way to make a new one of what is listed, also by the key N, for who may. */
export function NewLink({ href, right, children }: Props) {
  const router = useRouter()
  const isOffered = useMay()(right)
  usePageKeys(isOffered ? [['n', () => router.push(href)]] : [])
  if (!isOffered) return null
  return (
    <ButtonLink href={href} variant="filled" rightSection={<KeyHint>N</KeyHint>}>
      {children}
    </ButtonLink>
  )
}
