'use client'

import { Switch } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useOptimistic, useTransition } from 'react'
import { useMay } from '#app/_ui/may.tsx'
import { reached } from '#app/_ui/reached.ts'
import { notifyFailure } from '#app/_ui/use-action.ts'
import { switchTrigger } from '#app/(signed-in)/streams/triggers/actions.ts'

interface Props {
  id: number
  name: string
  enabled: boolean
}

/** Whether a trigger opens streams: shown as wanted at once, and as it is if that fails. */
export function TriggerSwitch({ id, name, enabled }: Props) {
  const router = useRouter()
  const isOffered = useMay()('streams:write')
  const [isBusy, start] = useTransition()
  const [shown, show] = useOptimistic(enabled)

  const change = (wanted: boolean) =>
    start(async () => {
      show(wanted)
      const answer = await reached(switchTrigger({ id, enabled: wanted }))
      if (!answer.ok) notifyFailure(answer.error.message)
      router.refresh()
    })
  return (
    <Switch
      size="xs"
      aria-label={`${name} is on`}
      checked={shown}
      disabled={!isOffered || isBusy}
      onChange={event => change(event.currentTarget.checked)}
    />
  )
}
