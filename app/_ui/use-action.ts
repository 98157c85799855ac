'use client'

import { notifications } from '@mantine/notifications'
import { useCallback, useRef, useTransition } from 'react'
import type { ActionResult } from '#app/_server/action.ts'
import { reached } from '#app/_ui/reached.ts'

const FAILURE_SHOWN_MS = 12_000

/**
 * Runs server actions one at a time; what is asked meanwhile, as by a key held down, is left out.
 * What goes wrong is shown as a notice.
 */
export function useAction() {
  const [isBusy, startTransition] = useTransition()
  const running = useRef(false)
  const act = useCallback(<T>(call: () => Promise<ActionResult<T>>, done?: (data: T) => void) => {
    if (running.current) return
    running.current = true
    startTransition(async () => {
      const result = await reached(call())
      running.current = false
      if (result.ok) done?.(result.data)
      else notifyFailure(result.error.message)
    })
  }, [])
  return { isBusy, act }
}

export const notifyFailure = (message: string) =>
  notifications.show({ color: 'red', message, autoClose: FAILURE_SHOWN_MS })
