'use client'

import { useState } from 'react'
import {
  type Step,
  settled,
  stepped,
  withPanel,
} from '#app/(signed-in)/dashboards/_board/layout.ts'
import type { Panel } from '#lib/charts/panel.ts'
import type { DashboardDefinition, PlacedPanel } from '#lib/dashboards/schema.ts'

/** A dashboard while it is changed. */
export function useDraft(saved: DashboardDefinition) {
  const [draft, setDraft] = useState(saved)
  const [kept, setKept] = useState(() => JSON.stringify(saved))
  const change = (patch: Partial<DashboardDefinition>) =>
    setDraft(before => ({ ...before, ...patch }))
  const arrange = (to: (panels: PlacedPanel[]) => PlacedPanel[]) =>
    setDraft(before => ({ ...before, panels: settled(to(before.panels)) }))

  return {
    draft,
    isChanged: JSON.stringify(draft) !== kept,
    /** what there is now is what is saved */
    markSaved: () => setKept(JSON.stringify(draft)),
    change,
    arrange,
    add: (panel: Panel) => arrange(panels => withPanel(panels, panel)),
    replace: (id: string, panel: Panel) =>
      arrange(panels => panels.map(one => (one.id === id ? { ...one, panel } : one))),
    remove: (id: string) => arrange(panels => panels.filter(one => one.id !== id)),
    repeat: ({ panel, w, h }: PlacedPanel) => arrange(panels => withPanel(panels, panel, { w, h })),
    step: (id: string, step: Step) => arrange(panels => stepped(panels, id, step)),
  }
}

export type Draft = ReturnType<typeof useDraft>
