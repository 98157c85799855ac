'use client'

import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useRouter } from 'next/navigation'
import { useTransition } from 'react'
import { reached } from '#app/_ui/reached.ts'
import { retryDelivery } from '#app/(signed-in)/deliveries/actions.ts'

/** Has a delivery tried again without waiting for its time. */
export function RetryNow({ id }: { id: number }) {
  const router = useRouter()
  const [isBusy, start] = useTransition()
  const retry = () =>
    start(async () => {
      const answer = await reached(retryDelivery({ id }))
      if (!answer.ok)
        notifications.show({ color: 'red', title: 'Not tried', message: answer.error.message })
      router.refresh()
    })
  return (
    <Button size="compact-xs" onClick={retry} loading={isBusy}>
      Retry now
    </Button>
  )
}
