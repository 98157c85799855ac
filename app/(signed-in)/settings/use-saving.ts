'use client'

import type { UseFormReturnType } from '@mantine/form'
import { notifications } from '@mantine/notifications'
import { useRouter } from 'next/navigation'
import type { ActionResult } from '#app/_server/action.ts'
import { reached } from '#app/_ui/reached.ts'
import { useAction } from '#app/_ui/use-action.ts'

interface Saving<V> {
  save(values: V): Promise<ActionResult<unknown>>
  /** what is told when it was saved */
  told: string
  /** what becomes of the form then; left out: it stands as it is, as saved */
  after?(): void
}

/** How a form of settings is saved: what is refused stands at its field. */
export function useSaving<V extends Record<string, unknown>>(
  form: UseFormReturnType<V>,
  { save, told, after = form.resetDirty }: Saving<V>,
) {
  const router = useRouter()
  const { isBusy, act } = useAction()
  const submit = form.onSubmit(values =>
    act(
      async () => {
        const answer = await reached(save(values))
        if (!answer.ok) form.setErrors(answer.error.fields ?? {})
        return answer
      },
      () => {
        notifications.show({ message: told })
        after()
        router.refresh()
      },
    ),
  )
  return { isBusy, act, submit }
}
