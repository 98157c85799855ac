'use client'

import { notifications } from '@mantine/notifications'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { Failure } from '#app/_server/failure.ts'
import { Conflict } from '#app/_ui/editor/conflict.tsx'
import { type Problem, problemsIn } from '#app/_ui/editor/problem.ts'
import { reached } from '#app/_ui/reached.ts'
import type { Edited } from '#app/(signed-in)/streams/definitions/_editor/definition-editor.tsx'
import { saveDefinition } from '#app/(signed-in)/streams/definitions/actions.ts'

/** What the server has against a draft. */
export interface Problems {
  fields: Record<string, string>
  /** places in the text */
  marks: readonly Problem[]
}

const NONE: Problems = { fields: {}, marks: [] }

interface Draft {
  yaml: string
  project: string
  position: number | undefined
}

/** Saves a draft; what the server has against it is shown where it is. */
export function useSave(edited: Edited | null, { project, ...written }: Draft) {
  const router = useRouter()
  const [isSaving, setSaving] = useState(false)
  const [problems, setProblems] = useState(NONE)
  const [conflict, setConflict] = useState<string | null>(null)

  async function send(isOver: boolean) {
    setSaving(true)
    setProblems(NONE)
    setConflict(null)
    const base = edited ? (isOver ? {} : { version: edited.version }) : { project }
    const answer = await reached(
      saveDefinition({ id: edited?.id ?? null, draft: { ...written, ...base } }),
    )
    if (answer.ok) {
      notifications.show({ color: 'green', message: 'Saved. The next notifications meet it.' })
      router.push('/streams/definitions')
      return router.refresh()
    }
    setSaving(false)
    refuse(answer.error)
  }

  function refuse({ code, message, fields = {} }: Pick<Failure, 'code' | 'message' | 'fields'>) {
    if (code === 'conflict' && fields.version) return setConflict(message)
    setProblems({ fields, marks: problemsIn(fields) })
    notifications.show({ color: 'red', title: 'Not saved', message })
  }

  const save = () => {
    if (!isSaving) void send(false)
  }
  return {
    ...{ save, isSaving, problems },
    conflict: conflict && (
      <Conflict message={conflict} versions={null} overwrite={() => void send(true)} />
    ),
  }
}
