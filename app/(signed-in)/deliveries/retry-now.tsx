'use client'

import { Button } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useAction } from '#app/_ui/use-action.ts'
import { retryDelivery } from '#app/(signed-in)/deliveries/actions.ts'

/** Has a delivery tried again without waiting for its time. */
export function RetryNow({ id }: { id: number }) {
  const router = useRouter()
  const { isBusy, act } = useAction()
  const retry = () => act(() => retryDelivery({ id }), router.refresh)
  return (
    <Button size="compact-xs" onClick={retry} loading={isBusy}>
      Retry now
    </Button>
  )
}
