'use client'

import { Button } from '@mantine/core'
import { KeyHint } from '#app/_ui/key-hint.tsx'
import css from '#app/(signed-in)/errors/(list)/selection-bar.module.css'

interface Props
  extends Record<'resolve' | 'reopen' | 'mute' | 'merge' | 'remove' | 'none', () => void> {
  count: number
  isBusy: boolean
}

/** What can be done with all that is selected. */
export function SelectionBar({ count, isBusy, none, remove, ...acts }: Props) {
  if (count === 0) return null
  return (
    <div className={css.bar} role="toolbar" aria-label="Selected signatures">
      <span className={css.count}>{count} selected</span>
      {BUTTONS.map(({ act, label, key, least }) => (
        <Button
          key={act}
          onClick={acts[act]}
          disabled={isBusy || count < least}
          rightSection={<KeyHint>{key}</KeyHint>}
        >
          {label}
        </Button>
      ))}
      <Button color="red" onClick={remove} disabled={isBusy}>
        Delete …
      </Button>
      <Button variant="subtle" onClick={none} rightSection={<KeyHint>Esc</KeyHint>}>
        Let go
      </Button>
    </div>
  )
}

/** `least`: makes no sense for fewer. */
const BUTTONS = [
  { act: 'resolve', label: 'Resolve', key: 'E', least: 1 },
  { act: 'reopen', label: 'Reopen', key: 'O', least: 1 },
  { act: 'mute', label: 'Mute …', key: 'M', least: 1 },
  { act: 'merge', label: 'Merge …', key: 'G', least: 2 },
] as const
