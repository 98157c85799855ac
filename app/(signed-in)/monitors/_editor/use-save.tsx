'use client'
import { notifications } from '@mantine/notifications'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { ActionResult } from '#app/_server/action.ts'
import { Conflict } from '#app/_ui/editor/conflict.tsx'
import type { Problem } from '#app/_ui/editor/problem.ts'
import { reached } from '#app/_ui/reached.ts'
import { saveDraft } from '#app/(signed-in)/monitors/_editor/actions.ts'
import type { DraftForm } from '#app/(signed-in)/monitors/_editor/draft-form.ts'
import type { Edited } from '#app/(signed-in)/monitors/_editor/monitor-editor.tsx'

type Failure = Extract<ActionResult<unknown>, { ok: false }>['error']

/** Saves the form; what the server has against it is shown at the fields. */
export function useSave(
  monitor: Edited | null,
  form: DraftForm,
  showInScript: (problem: Problem) => void,
) {
  const router = useRouter()
  const [isSaving, setSaving] = useState(false)
  const [conflict, setConflict] = useState<string | null>(null)

  async function send(over: boolean) {
    setSaving(true)
    setConflict(null)
    form.clearErrors()
    const base = monitor && !over ? monitor.version : null
    const answer = await reached(
      saveDraft({
        id: monitor?.id ?? null,
        base,
        draft: form.getValues(),
      }),
    )
    if (answer.ok) {
      form.resetDirty()
      router.push(`/monitors/${answer.data.id}`)
      return
    }
    setSaving(false)
    refused(answer.error)
  }

  function refused({ code, message, fields }: Failure) {
    if (code === 'conflict' && fields?.version) return setConflict(message)
    form.setErrors(fields ?? {})
    const problem = problemIn(fields?.script)
    if (problem) showInScript(problem)
    const [first] = Object.keys(fields ?? {})
    if (first) document.querySelector<HTMLElement>(`[data-path="${CSS.escape(first)}"]`)?.focus()
    notifications.show({ color: 'red', title: 'Not saved', message })
  }

  const save = () => {
    if (!isSaving) void send(false)
  }
  return {
    save,
    isSaving,
    conflict: conflict && monitor && (
      <Conflict
        message={conflict}
        versions={`/monitors/${monitor.id}?tab=versions`}
        overwrite={() => void send(true)}
      />
    ),
  }
}

/** `line 3: Expression expected` */
function problemIn(text = ''): Problem | null {
  const [, line, message] = /^line (\d+): (.*)$/s.exec(text) ?? []
  return line && message ? { line: Number(line), message } : null
}
