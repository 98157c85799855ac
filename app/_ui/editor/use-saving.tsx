'use client'

import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import type { ActionResult } from '#app/_server/action.ts'
import type { Failure } from '#app/_server/failure.ts'
import { Conflict } from '#app/_ui/editor/conflict.tsx'
import { type Problem, problemsIn } from '#app/_ui/editor/problem.ts'
import { reached } from '#app/_ui/reached.ts'

/** What the server has against what is edited. */
export interface Problems {
  /** by their path: `handlers.0.params.query` */
  fields: Record<string, string>
  /** places in the text */
  marks: readonly Problem[]
}

export type Refusal = Pick<Failure, 'code' | 'message' | 'fields'>

interface Saving<T> {
  /** `isOver`: also over what somebody else has saved meanwhile. */
  send(isOver: boolean): Promise<ActionResult<T>>
  saved(data: T): void
  /** hears what is refused, too, for fields that hold their problems themselves */
  refused?(refusal: Refusal): void
  /** where the versions are that others have saved; null: none are kept */
  versions: string | null
  /** the places that a refusal names are of a text that nobody sees */
  isTextHidden?: boolean
}

const NONE: Problems = { fields: {}, marks: [] }
const PLACES = /(?:The YAML is not valid\. )|(?:line \d+, column \d+: )/g

/** Saves what an editor holds; what the server has against it is shown where it is, and nobody's save is overwritten unasked. */
export function useSaving<T>({ send, saved, refused, versions, isTextHidden }: Saving<T>) {
  const [isSaving, setSaving] = useState(false)
  const [problems, setProblems] = useState(NONE)
  const [conflict, setConflict] = useState<string | null>(null)
  const told = (text: string) => (isTextHidden ? text.replace(PLACES, '') : text)

  async function start(isOver: boolean) {
    setSaving(true)
    setProblems(NONE)
    setConflict(null)
    const answer = await reached(send(isOver))
    if (answer.ok) return saved(answer.data)
    setSaving(false)
    const { code, message, fields } = answer.error
    if (code === 'conflict' && fields?.version) return setConflict(message)
    refuse(answer.error)
    notifications.show({ color: 'red', title: 'Not saved', message: told(message) })
  }

  function refuse(refusal: Refusal) {
    const { fields = {} } = refusal
    const worded = Object.entries(fields).map(([path, text]) => [path, told(text)])
    setProblems({ fields: Object.fromEntries(worded), marks: problemsIn(fields) })
    refused?.(refusal)
  }

  const save = () => {
    if (!isSaving) void start(false)
  }
  return {
    ...{ save, isSaving, problems, refuse },
    conflict: conflict && (
      <Conflict message={conflict} versions={versions} overwrite={() => void start(true)} />
    ),
  }
}
