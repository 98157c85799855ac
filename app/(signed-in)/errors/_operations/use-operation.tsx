'use client'

import { useRouter } from 'next/navigation'
import type { ActionResult } from '#app/_server/action.ts'
import { useAction } from '#app/_ui/use-action.ts'
import { tellDone } from '#app/(signed-in)/errors/_operations/done.tsx'

/** Does something with signatures; a notice says what was done and offers to undo it. */
export function useOperation() {
  const router = useRouter()
  const { isBusy, act } = useAction()
  const operate = (call: () => Promise<ActionResult<number[]>>, words: string, done?: () => void) =>
    act(call, entries => {
      tellDone(words, entries)
      done?.()
      router.refresh()
    })
  return { isBusy, operate }
}
