'use client'

import { Button } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useMay } from '#app/_ui/may.tsx'
import { useAction } from '#app/_ui/use-action.ts'
import { retryDelivery, retryPostNow } from '#app/(signed-in)/deliveries/actions.ts'

/** Has a delivery, or a post, tried again without waiting for its time. */
export function RetryNow({ id, of = 'delivery' }: { id: number; of?: 'delivery' | 'post' }) {
  const router = useRouter()
  const { isBusy, act } = useAction()
  const isOffered = useMay()('deliveries:retry')
  const again = of === 'post' ? retryPostNow : retryDelivery
  const retry = () => act<unknown>(() => again({ id }), router.refresh)
  if (!isOffered) return null
  return (
    <Button size="compact-xs" onClick={retry} loading={isBusy}>
      Retry now
    </Button>
  )
}
