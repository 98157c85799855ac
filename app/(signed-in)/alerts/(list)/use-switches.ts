'use client'

import { notifications } from '@mantine/notifications'
import { useRouter } from 'next/navigation'
import { useOptimistic, useTransition } from 'react'
import { reached } from '#app/_ui/reached.ts'
import { changeAlert } from '#app/(signed-in)/alerts/actions.ts'
import type { StateName } from '#lib/plugin.ts'

interface Switches {
  enabled: boolean
  states: StateName[]
}

/** The switches of an alert: shown as wanted at once, and as they are if that fails. */
export function useSwitches({ key, enabled, states }: Switches & { key: string }) {
  const router = useRouter()
  const [isBusy, start] = useTransition()
  const [shown, show] = useOptimistic<Switches, Partial<Switches>>(
    { enabled, states },
    (now, wanted) => ({ ...now, ...wanted }),
  )

  const change = (wanted: Partial<Switches>) =>
    start(async () => {
      show(wanted)
      const answer = await reached(changeAlert({ key, patch: wanted }))
      if (!answer.ok)
        notifications.show({ color: 'red', title: 'Not switched', message: answer.error.message })
      router.refresh()
    })
  return { ...shown, isBusy, change }
}
