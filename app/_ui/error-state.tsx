'use client'

import { Button } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { startTransition } from 'react'
import { EmptyState } from '#app/_ui/empty-state.tsx'

interface Props {
  title: string
  /** what the person can know and do about it */
  children: string
  /** the error boundary's way to draw the part again */
  reset?: () => void
}

/** Stands where something could not be loaded. */
export function ErrorState({ title, children, reset }: Props) {
  const router = useRouter()
  const again = () =>
    startTransition(() => {
      router.refresh()
      reset?.()
    })
  return (
    <div role="alert">
      <EmptyState title={title} actions={<Button onClick={again}>Try again</Button>}>
        {children}
      </EmptyState>
    </div>
  )
}
