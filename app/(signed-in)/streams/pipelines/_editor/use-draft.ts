'use client'

import { useState } from 'react'
import { reached } from '#app/_ui/reached.ts'
import { notifyFailure } from '#app/_ui/use-action.ts'
import type { Kind } from '#app/(signed-in)/streams/pipelines/_editor/kinds.ts'
import {
  type EditedStep,
  editedStep,
  stepOf,
} from '#app/(signed-in)/streams/pipelines/_editor/steps.ts'
import { readText, writeText } from '#app/(signed-in)/streams/pipelines/actions.ts'
import type { Step } from '#lib/streams/pipelines/schema.ts'

export interface Given {
  name: string
  description: string
  handlers: Step[]
  yaml: string
}

/** A pipeline while it is changed, in a form or as a text; each is made of the other when it is gone over to. */
export function useDraft(kinds: readonly Kind[], saved: Given) {
  const [name, setName] = useState(saved.name)
  const [description, setDescription] = useState(saved.description)
  const [steps, setSteps] = useState(() => saved.handlers.map(step => editedStep(kinds, step)))
  const [text, setText] = useState<string | null>(null)
  const [begun, setBegun] = useState('')
  const handlers = steps.map(step => stepOf(kinds, step))
  const [kept] = useState(() => JSON.stringify({ name, handlers }))
  const isFormChanged = JSON.stringify({ name, handlers }) !== kept

  function show(yaml: string) {
    setBegun(yaml)
    setText(yaml)
  }

  async function toText() {
    if (!isFormChanged && saved.yaml) return show(saved.yaml)
    const answer = await reached(writeText({ name, handlers }))
    if (answer.ok) show(answer.data.yaml)
    else notifyFailure(answer.error.message)
  }

  /** Answers what is wrong with the text, which then stays. */
  async function toForm() {
    if (text === begun) return leave()
    const answer = await reached(readText({ yaml: text ?? '' }))
    if (!answer.ok) return answer.error
    setName(answer.data.name)
    setSteps(answer.data.handlers.map(step => editedStep(kinds, step)))
    return leave()
  }

  function leave() {
    setText(null)
    return null
  }

  return {
    ...{ name, setName, description, setDescription, text, setText, toText, toForm },
    steps,
    setSteps: (change: (steps: EditedStep[]) => EditedStep[]) => setSteps(change),
    /** what the server is given */
    written: text === null ? { name, handlers } : { yaml: text },
    isChanged:
      isFormChanged || (text !== null && text !== begun) || description !== saved.description,
  }
}

export type Draft = ReturnType<typeof useDraft>
