'use client'

import { Button, Modal } from '@mantine/core'
import { useDebouncedValue, useMediaQuery } from '@mantine/hooks'
import { type SubmitEvent, useState } from 'react'
import { PanelFrame } from '#app/(signed-in)/dashboards/_board/panel-frame.tsx'
import type { Time } from '#app/(signed-in)/dashboards/_board/use-time.ts'
import { PanelFields } from '#app/(signed-in)/dashboards/_editor/fields/panel-fields.tsx'
import { kindInWords } from '#app/(signed-in)/dashboards/_editor/kinds.ts'
import type { Offers } from '#app/(signed-in)/dashboards/_editor/offers.ts'
import css from '#app/(signed-in)/dashboards/_editor/panel-dialog.module.css'
import { type Panel, panel as panelSchema } from '#lib/charts/panel.ts'
import { MOST_ROWS, ROW_PX } from '#lib/dashboards/grid.ts'

const TYPING_PAUSE_MS = 400
const PREVIEW_ROWS = Math.min(9, MOST_ROWS)

interface Props {
  panel: Panel
  isNew: boolean
  time: Time
  offers: Offers
  onClose(): void
  onDone(panel: Panel): void
}

/** Says what a panel shows, and shows it at once. */
export function PanelDialog({ panel, isNew, time, offers, onClose, onDone }: Props) {
  const isPhone = useMediaQuery('(max-width: 48em)')
  const [draft, setDraft] = useState(panel)
  const [isTried, setTried] = useState(false)
  const [shown] = useDebouncedValue(draft, TYPING_PAUSE_MS)
  const problems = isTried ? problemsOf(draft) : {}

  const finish = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    // Menus and pickers within send their events up here too.
    event.stopPropagation()
    // Of fields that were emptied nothing stays, not even that they are undefined.
    const { success, data } = panelSchema.safeParse(JSON.parse(JSON.stringify(draft)))
    if (success) onDone(data)
    else setTried(true)
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={isNew ? `Add: ${kindInWords(draft.kind)}` : `Edit: ${kindInWords(draft.kind)}`}
      size="min(1120px, 94vw)"
      fullScreen={isPhone ?? false}
    >
      <form onSubmit={finish}>
        <div className={css.split}>
          <div className={css.fields}>
            <PanelFields panel={draft} change={setDraft} problems={problems} offers={offers} />
          </div>
          <Preview panel={shown} time={time} />
        </div>
        <div className={css.actions}>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="filled">
            {isNew ? 'Add panel' : 'Apply'}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

function Preview({ panel, time }: { panel: Panel; time: Time }) {
  const { success, data } = panelSchema.safeParse(panel)
  return (
    <div className={css.preview} style={{ height: PREVIEW_ROWS * ROW_PX }}>
      {success ? (
        <PanelFrame panel={data} rows={PREVIEW_ROWS} time={time} />
      ) : (
        <p className={css.hint}>What it shows appears here</p>
      )}
    </div>
  )
}

/** By the path of the field. */
function problemsOf(panel: Panel): Record<string, string> {
  const { error } = panelSchema.safeParse(panel)
  return Object.fromEntries(
    (error?.issues ?? []).map(({ path, message }) => [path.join('.'), message]),
  )
}
