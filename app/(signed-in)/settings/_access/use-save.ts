'use client'

import type { UseFormReturnType } from '@mantine/form'
import type { ActionResult } from '#app/_server/action.ts'
import { reached } from '#app/_ui/reached.ts'
import { useAction } from '#app/_ui/use-action.ts'

/** Saves what a form holds; what is wrong with a field is said at the field. */
export function useSave<Values extends object>(form: UseFormReturnType<Values>) {
  const { isBusy, act } = useAction()
  const save = <T>(call: () => Promise<ActionResult<T>>, done: (data: T) => void) =>
    act(async () => {
      const answer = await reached(call())
      if (!answer.ok) form.setErrors(answer.error.fields ?? {})
      return answer
    }, done)
  return { isBusy, save }
}
