'use client'

import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useRouter } from 'next/navigation'
import { useAction } from '#app/_ui/use-action.ts'
import css from '#app/(signed-in)/errors/_operations/operations.module.css'
import { undo } from '#app/(signed-in)/errors/actions.ts'

/** Time to read it and to change one's mind. */
const SHOWN_MS = 12_000

/** Says what was done; `entries` of the trail are what it takes to undo it. */
export function tellDone(words: string, entries: number[]) {
  const id = notifications.show({ message: '', autoClose: SHOWN_MS })
  const message =
    entries.length > 0 ? <Done words={words} entries={entries} notice={id} /> : 'It was so already.'
  notifications.update({ id, message, autoClose: SHOWN_MS })
}

function Done({ words, entries, notice }: { words: string; entries: number[]; notice: string }) {
  const router = useRouter()
  const { isBusy, act } = useAction()
  const takeBack = () =>
    act(
      () => undo(entries),
      () => {
        notifications.update({ id: notice, message: `Undone: ${words}`, autoClose: SHOWN_MS })
        router.refresh()
      },
    )
  return (
    <span className={css.done}>
      {words}
      <Button size="compact-sm" onClick={takeBack} disabled={isBusy}>
        Undo
      </Button>
    </span>
  )
}
