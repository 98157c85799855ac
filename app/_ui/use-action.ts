'use client'

import { notifications } from '@mantine/notifications'
import { useCallback, useTransition } from 'react'
import type { ActionResult } from '#app/_server/action.ts'

const FAILURE_SHOWN_MS = 12_000

/** Runs server actions one at a time; what goes wrong is shown as a notice. */
export function useAction() {
  const [isBusy, startTransition] = useTransition()
  const act = useCallback(
    <T>(call: () => Promise<ActionResult<T>>, done?: (data: T) => void) =>
      startTransition(async () => {
        const result = await call().catch(away)
        if (result.ok) done?.(result.data)
        else notifyFailure(result.error.message)
      }),
    [],
  )
  return { isBusy, act }
}

export const notifyFailure = (message: string) =>
  notifications.show({ color: 'red', message, autoClose: FAILURE_SHOWN_MS })

const away = (): ActionResult<never> => ({
  ok: false,
  error: { code: 'unavailable', message: 'The server could not be reached. Nothing was changed.' },
})
