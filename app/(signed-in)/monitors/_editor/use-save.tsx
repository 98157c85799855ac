'use client'

import { useRouter } from 'next/navigation'
import type { Problem } from '#app/_ui/editor/problem.ts'
import { type Refusal, useSaving } from '#app/_ui/editor/use-saving.tsx'
import { saveDraft } from '#app/(signed-in)/monitors/_editor/actions.ts'
import type { DraftForm } from '#app/(signed-in)/monitors/_editor/draft-form.ts'
import type { Edited } from '#app/(signed-in)/monitors/_editor/monitor-editor.tsx'

/** Saves the form; what the server has against it is shown at the fields, the first of which gets the cursor. */
export function useSave(
  monitor: Edited | null,
  form: DraftForm,
  showInScript: (problem: Problem) => void,
) {
  const router = useRouter()

  function refused({ fields = {} }: Refusal) {
    form.setErrors(fields)
    const problem = problemIn(fields.script)
    if (problem) showInScript(problem)
    const [first] = Object.keys(fields)
    if (first) document.querySelector<HTMLElement>(`[data-path="${CSS.escape(first)}"]`)?.focus()
  }

  return useSaving({
    refused,
    versions: monitor && `/monitors/${monitor.id}?tab=versions`,
    send(isOver) {
      form.clearErrors()
      const base = isOver ? null : (monitor?.version ?? null)
      return saveDraft({ id: monitor?.id ?? null, base, draft: form.getValues() })
    },
    saved({ id }) {
      form.resetDirty()
      router.push(`/monitors/${id}`)
    },
  })
}

/** `line 3: Expression expected` */
function problemIn(text = ''): Problem | null {
  const [, line, message] = /^line (\d+): (.*)$/s.exec(text) ?? []
  return line && message ? { line: Number(line), message } : null
}
