'use client'

import { useState } from 'react'
import { reached } from '#app/_ui/reached.ts'
import { notifyFailure } from '#app/_ui/use-action.ts'
import { readText, writeText } from '#app/(signed-in)/streams/triggers/_editor/actions.ts'
import type { TriggerDefinition } from '#lib/streams/definition/schema.ts'

/** What is said of a trigger beside its definition. */
export interface About {
  project: string
  description: string
  enabled: boolean
}

export interface Given extends About {
  definition: TriggerDefinition
  yaml: string
}

/** A trigger while it is changed, in a form or as a text; each is made of the other when it is gone over to. */
export function useDraft(given: Given) {
  const { definition: saved, yaml: savedText, project, description, enabled } = given
  const [definition, setDefinition] = useState(saved)
  const [yaml, setYaml] = useState(savedText)
  const [isText, setText] = useState(false)
  const [about, setAbout] = useState<About>({ project, description, enabled })

  async function toText() {
    const answer = await reached(writeText({ definition, yaml }))
    if (!answer.ok) return notifyFailure(answer.error.message)
    setYaml(answer.data.yaml)
    setText(true)
  }

  /** Answers what is wrong with the text, which then stays. */
  async function toForm() {
    const answer = await reached(readText({ yaml }))
    if (!answer.ok) return answer.error
    setDefinition(answer.data)
    setText(false)
    return null
  }

  return {
    ...{ definition, yaml, setYaml, isText, toText, toForm, about },
    change: (fields: Partial<TriggerDefinition>) => setDefinition(now => ({ ...now, ...fields })),
    changeAbout: (fields: Partial<About>) => setAbout(now => ({ ...now, ...fields })),
    /** what the server is given */
    written: { yaml, definition: isText ? null : definition },
    isChanged:
      definition !== saved ||
      yaml !== savedText ||
      about.description !== description ||
      about.enabled !== enabled,
  }
}

export type Draft = ReturnType<typeof useDraft>
