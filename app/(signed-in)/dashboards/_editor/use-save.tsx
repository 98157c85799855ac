'use client'

import { useRouter } from 'next/navigation'
import { useSaving } from '#app/_ui/editor/use-saving.tsx'
import type { Draft } from '#app/(signed-in)/dashboards/_editor/use-draft.ts'
import { saveDashboard } from '#app/(signed-in)/dashboards/actions.ts'

export interface Edited {
  id: number
  version: number
}

/** Saves a draft of a dashboard. */
export function useSave(edited: Edited | null, { draft, markSaved }: Draft) {
  const router = useRouter()
  return useSaving({
    versions: edited && `/dashboards/${edited.id}/versions`,
    send: isOver =>
      saveDashboard({
        id: edited?.id ?? null,
        base: isOver ? null : (edited?.version ?? null),
        draft: { ...draft },
      }),
    saved({ id }) {
      markSaved()
      router.push(`/dashboards/${id}`)
    },
  })
}
