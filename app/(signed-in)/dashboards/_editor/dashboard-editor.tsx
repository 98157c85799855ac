'use client'

import { useHotkeys } from '@mantine/hooks'
import { useState } from 'react'
import { ButtonLink } from '#app/_ui/button-link.tsx'
import { SaveButton } from '#app/_ui/editor/save-button.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { PageHeader } from '#app/_ui/page-header.tsx'
import { rangeOf } from '#app/_ui/range/range.ts'
import { useUnsaved } from '#app/_ui/use-unsaved.tsx'
import { useTime } from '#app/(signed-in)/dashboards/_board/use-time.ts'
import { AddPanel } from '#app/(signed-in)/dashboards/_editor/add-panel.tsx'
import css from '#app/(signed-in)/dashboards/_editor/dashboard-editor.module.css'
import { EditGrid } from '#app/(signed-in)/dashboards/_editor/edit-grid.tsx'
import { newPanel } from '#app/(signed-in)/dashboards/_editor/kinds.ts'
import type { Offers } from '#app/(signed-in)/dashboards/_editor/offers.ts'
import { PanelDialog } from '#app/(signed-in)/dashboards/_editor/panel-dialog.tsx'
import { PanelTools } from '#app/(signed-in)/dashboards/_editor/panel-tools.tsx'
import { SettingsFields } from '#app/(signed-in)/dashboards/_editor/settings-fields.tsx'
import { useDraft } from '#app/(signed-in)/dashboards/_editor/use-draft.ts'
import { type Edited, useSave } from '#app/(signed-in)/dashboards/_editor/use-save.tsx'
import type { Panel, PanelKind } from '#lib/charts/panel.ts'
import { MOST_PANELS } from '#lib/dashboards/grid.ts'
import type { DashboardDefinition, PlacedPanel } from '#lib/dashboards/schema.ts'

interface Props {
  /** null: a new one */
  edited: Edited | null
  saved: DashboardDefinition
  offers: Offers
  /** unix milliseconds, by the server's clock */
  now: number
}

/** The panel in the dialog; without an id it is a new one. */
interface Opened {
  id: string | null
  panel: Panel
}

/** Arranges the panels of a dashboard and saves it. */
export function DashboardEditor({ edited, saved, offers, now }: Props) {
  const draft = useDraft(saved)
  const { panels, range, name } = draft.draft
  const { save, isSaving, problems, conflict } = useSave(edited, draft)
  const [opened, setOpened] = useState<Opened | null>(null)
  const time = useTime(rangeOf({}, new Date(now), range), null)
  useUnsaved(draft.isChanged && !isSaving)
  useHotkeys([['mod+S', save]], [])

  const begin = (kind: PanelKind) =>
    setOpened({ id: null, panel: newPanel(kind, offers.projects[0] ?? 'default') })
  const done = (panel: Panel) => {
    if (opened?.id) draft.replace(opened.id, panel)
    else draft.add(panel)
    setOpened(null)
  }
  const toolsOf = (placed: PlacedPanel) => (
    <PanelTools
      placed={placed}
      edit={() => setOpened(placed)}
      repeat={() => draft.repeat(placed)}
      remove={() => draft.remove(placed.id)}
      step={step => draft.step(placed.id, step)}
    />
  )
  const add = <AddPanel add={begin} isFull={panels.length >= MOST_PANELS} />

  return (
    <>
      <PageHeader
        above={[{ href: '/dashboards', label: 'Dashboards' }]}
        title={edited ? name : 'New dashboard'}
        actions={
          <>
            {add}
            <ButtonLink href={edited ? `/dashboards/${edited.id}` : '/dashboards'}>
              Cancel
            </ButtonLink>
            <SaveButton save={save} isSaving={isSaving} />
          </>
        }
      />
      {conflict}
      <SettingsFields
        draft={draft.draft}
        change={draft.change}
        problems={problems.fields}
        groups={offers.groups}
      />
      {panels.length > 0 ? (
        <EditGrid
          panels={panels}
          time={time}
          toolsOf={toolsOf}
          onArrange={arranged => draft.arrange(() => arranged)}
        />
      ) : (
        <div className={css.empty}>
          <EmptyState title="No panels yet" actions={add}>
            Add charts of metrics, numbers, tables, monitors, errors and words, then drag them where
            they belong.
          </EmptyState>
        </div>
      )}
      {opened && (
        <PanelDialog
          panel={opened.panel}
          isNew={opened.id === null}
          time={time}
          offers={offers}
          onClose={() => setOpened(null)}
          onDone={done}
        />
      )}
    </>
  )
}
