'use client'

import { notifications } from '@mantine/notifications'
import { useRouter } from 'next/navigation'
import { useSaving } from '#app/_ui/editor/use-saving.tsx'
import { saveTrigger } from '#app/(signed-in)/streams/triggers/_editor/actions.ts'
import type { Draft } from '#app/(signed-in)/streams/triggers/_editor/use-draft.ts'

export interface Edited {
  id: number
  name: string
  version: number
}

/** Saves a draft of a trigger. */
export function useSave(edited: Edited | null, draft: Draft) {
  const router = useRouter()
  return useSaving({
    versions: edited && `/streams/triggers/${edited.id}/versions`,
    isTextHidden: !draft.isText,
    send: isOver =>
      saveTrigger({
        id: edited?.id ?? null,
        base: isOver ? null : (edited?.version ?? null),
        draft: { ...draft.written, ...draft.about },
      }),
    saved({ id }) {
      notifications.show({ message: 'Saved. Streams that are open stay as they were.' })
      router.push(`/streams/triggers/${id}`)
    },
  })
}
