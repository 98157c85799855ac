'use client'

import { notifications } from '@mantine/notifications'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import type { Failure } from '#app/_server/failure.ts'
import { Conflict } from '#app/_ui/editor/conflict.tsx'
import { type Problem, problemsIn } from '#app/_ui/editor/problem.ts'
import { reached } from '#app/_ui/reached.ts'
import { saveTrigger } from '#app/(signed-in)/streams/triggers/_editor/actions.ts'
import type { Draft } from '#app/(signed-in)/streams/triggers/_editor/use-draft.ts'

export interface Edited {
  id: number
  name: string
  version: number
}

/** What the server has against a draft. */
export interface Problems {
  /** by their path: `match_criteria.0.traits.price` */
  fields: Record<string, string>
  /** places in the text */
  marks: readonly Problem[]
}

const NONE: Problems = { fields: {}, marks: [] }
/** Of a text that nobody sees while there is a form. */
const PLACES = /(?:The YAML is not valid\. )|(?:line \d+, column \d+: )/g

/** Saves a draft; what the server has against it is shown where it is. */
export function useSave(edited: Edited | null, draft: Draft) {
  const router = useRouter()
  const [isSaving, setSaving] = useState(false)
  const [problems, setProblems] = useState(NONE)
  const [conflict, setConflict] = useState<string | null>(null)

  async function send(base: number | null) {
    setSaving(true)
    setProblems(NONE)
    setConflict(null)
    const answer = await reached(
      saveTrigger({ id: edited?.id ?? null, base, draft: { ...draft.written, ...draft.about } }),
    )
    if (answer.ok) {
      notifications.show({ message: 'Saved. Streams that are open stay as they were.' })
      return router.push(`/streams/triggers/${answer.data.id}`)
    }
    setSaving(false)
    refuse(answer.error)
    if (answer.error.fields?.version === undefined)
      notifications.show({ color: 'red', title: 'Not saved', message: told(answer.error.message) })
  }

  const told = (message: string) => (draft.isText ? message : message.replace(PLACES, ''))

  function refuse({ code, message, fields = {} }: Pick<Failure, 'code' | 'message' | 'fields'>) {
    if (code === 'conflict' && fields.version) return setConflict(message)
    const plain = Object.entries(fields).map(([path, text]) => [path, text.replace(PLACES, '')])
    setProblems({ fields: Object.fromEntries(plain), marks: problemsIn(fields) })
  }

  const save = () => {
    if (!isSaving) void send(edited?.version ?? null)
  }
  return {
    ...{ save, isSaving, problems, refuse },
    conflict: conflict && edited && (
      <Conflict
        message={conflict}
        versions={`/streams/triggers/${edited.id}/versions`}
        overwrite={() => void send(null)}
      />
    ),
  }
}
