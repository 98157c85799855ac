'use client'

import { notifications } from '@mantine/notifications'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { Failure } from '#app/_server/failure.ts'
import { Conflict } from '#app/_ui/editor/conflict.tsx'
import { reached } from '#app/_ui/reached.ts'
import type { Draft } from '#app/(signed-in)/dashboards/_editor/use-draft.ts'
import { saveDashboard } from '#app/(signed-in)/dashboards/actions.ts'

export interface Edited {
  id: number
  version: number
}

/** Saves a draft; what the server has against it is shown at the fields. */
export function useSave(edited: Edited | null, { draft, markSaved }: Draft) {
  const router = useRouter()
  const [isSaving, setSaving] = useState(false)
  const [problems, setProblems] = useState<Record<string, string>>({})
  const [conflict, setConflict] = useState<string | null>(null)

  async function send(base: number | null) {
    setSaving(true)
    setProblems({})
    setConflict(null)
    const answer = await reached(
      saveDashboard({ id: edited?.id ?? null, base, draft: { ...draft } }),
    )
    if (answer.ok) {
      markSaved()
      router.push(`/dashboards/${answer.data.id}`)
      return
    }
    setSaving(false)
    refused(answer.error)
  }

  function refused({ code, message, fields }: Pick<Failure, 'code' | 'message' | 'fields'>) {
    if (code === 'conflict' && fields?.version) return setConflict(message)
    setProblems(fields ?? {})
    notifications.show({ color: 'red', title: 'Not saved', message })
  }

  const save = () => {
    if (!isSaving) void send(edited?.version ?? null)
  }
  return {
    save,
    isSaving,
    problems,
    conflict: conflict && edited && (
      <Conflict
        message={conflict}
        versions={`/dashboards/${edited.id}/versions`}
        overwrite={() => void send(null)}
      />
    ),
  }
}
