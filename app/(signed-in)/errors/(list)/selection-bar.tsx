'use client'

import { Button } from '@mantine/core'
import { KeyHint } from '#app/_ui/key-hint.tsx'
import type { Row } from '#app/(signed-in)/errors/(list)/rows.ts'
import css from '#app/(signed-in)/errors/(list)/selection-bar.module.css'

interface Props {
  selected: Row[]
  /** what a key acts on: the selected ones, or the one that has the focus */
  acted: () => Row[]
  none: () => void
}

/** What can be done with all that is selected. */
export function SelectionBar({ selected, none }: Props) {
  if (selected.length === 0) return null
  return (
    <div className={css.bar} role="toolbar" aria-label="Selected signatures">
      <span>{selected.length} selected</span>
      <Button variant="subtle" onClick={none} rightSection={<KeyHint>Esc</KeyHint>}>
        Let go
      </Button>
    </div>
  )
}
