'use client'

import { Button } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useMay } from '#app/_ui/may.tsx'
import { useAction } from '#app/_ui/use-action.ts'
import { retryDelivery } from '#app/(signed-in)/deliveries/actions.ts'

/** Has a delivery tried again without waiting for its time. */
export function RetryNow({ id }: { id: number }) {
  const router = useRouter()
  const { isBusy, act } = useAction()
  const isOffered = useMay()('deliveries:retry')
  const retry = () => act(() => retryDelivery({ id }), router.refresh)
  if (!isOffered) return null
  return (
    <Button size="compact-xs" onClick={retry} loading={isBusy}>
      Retry now
    </Button>
  )
}
