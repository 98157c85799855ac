'use client'

import { notifications } from '@mantine/notifications'
import { useRouter } from 'next/navigation'
import { useSaving } from '#app/_ui/editor/use-saving.tsx'
import type { Edited } from '#app/(signed-in)/streams/definitions/_editor/definition-editor.tsx'
import { saveDefinition } from '#app/(signed-in)/streams/definitions/actions.ts'

interface Draft {
  yaml: string
  project: string
  position: number | undefined
}

/** Saves a draft of a definition. */
export function useSave(edited: Edited | null, { project, ...written }: Draft) {
  const router = useRouter()
  return useSaving({
    versions: null,
    send(isOver) {
      const base = edited ? (isOver ? {} : { version: edited.version }) : { project }
      return saveDefinition({ id: edited?.id ?? null, draft: { ...written, ...base } })
    },
    saved() {
      notifications.show({ color: 'green', message: 'Saved. The next notifications meet it.' })
      router.push('/streams/definitions')
      router.refresh()
    },
  })
}
