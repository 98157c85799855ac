'use client'

import { notifications } from '@mantine/notifications'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useSaving } from '#app/_ui/editor/use-saving.tsx'
import type { Edited } from '#app/(signed-in)/streams/pipelines/_editor/pipeline-editor.tsx'
import type { Draft } from '#app/(signed-in)/streams/pipelines/_editor/use-draft.ts'
import { savePipeline } from '#app/(signed-in)/streams/pipelines/actions.ts'

/** Saves a draft of a pipeline; a new one goes to the project that is chosen. */
export function useSave(edited: Edited | null, draft: Draft, firstProject: string) {
  const router = useRouter()
  const [project, setProject] = useState(firstProject)
  const saving = useSaving({
    versions: null,
    send(isOver) {
      const { written, description } = draft
      const base = edited ? (isOver ? {} : { version: edited.version }) : { project }
      return savePipeline({ id: edited?.id ?? null, draft: { ...written, description, ...base } })
    },
    saved({ id }) {
      notifications.show({ color: 'green', message: 'Saved. Streams that end from now on use it.' })
      router.push(`/streams/pipelines/${id}`)
      router.refresh()
    },
  })
  return { project, setProject, ...saving }
}
