'use client'

import { useState } from 'react'
import { confirmDestroy } from '#app/_ui/confirm-destroy.tsx'
import { usePageKeys } from '#app/_ui/use-page-keys.ts'
import { MergeSelected } from '#app/(signed-in)/errors/_operations/merge-selected.tsx'
import { MuteDialog } from '#app/(signed-in)/errors/_operations/mute-dialog.tsx'
import { useOperation } from '#app/(signed-in)/errors/_operations/use-operation.tsx'
import { titleOf } from '#app/(signed-in)/errors/_signature/template-text.tsx'
import type { Row } from '#app/(signed-in)/errors/(list)/rows.ts'
import { SelectionBar } from '#app/(signed-in)/errors/(list)/selection-bar.tsx'
import { merge, mute, remove, reopen, resolve } from '#app/(signed-in)/errors/actions.ts'

interface Props {
  selected: Row[]
  /** what a key acts on: the selected ones, or the one that has the focus */
  acted: () => Row[]
  none: () => void
}

type Asking = { what: 'mute' | 'merge'; rows: Row[] } | null

/** What can be done with all that is selected; the keys do it too, also with the one row that has the focus. */
export function ListOperations({ selected, acted, none }: Props) {
  const { isBusy, operate } = useOperation()
  const [asking, setAsking] = useState<Asking>(null)
  const ids = asking?.rows.map(({ id }) => id) ?? []

  const settle = (rows: Row[], isOver: boolean) => {
    if (rows.length === 0) return
    const call = isOver ? resolve : reopen
    const words = `${signatures(rows.length)} ${isOver ? 'resolved' : 'open again'}.`
    operate(() => call(rows.map(({ id }) => id)), words, none)
  }
  const ask = (what: 'mute' | 'merge', rows: Row[]) => {
    if (rows.length >= (what === 'merge' ? 2 : 1)) setAsking({ what, rows })
  }
  const askDelete = (rows: Row[]) =>
    confirmDestroy({
      title: `Delete ${signatures(rows.length)}?`,
      children:
        'Their counts and examples are shown no more. What comes later of the same kind founds a new signature. The trail can undo it for a month.',
      label: `Delete ${signatures(rows.length)}`,
      confirmed: () =>
        operate(
          () => remove(rows.map(({ id }) => id)),
          `${signatures(rows.length)} deleted.`,
          none,
        ),
    })
  usePageKeys([
    ['e', () => settle(acted(), true)],
    ['o', () => settle(acted(), false)],
    ['m', () => ask('mute', acted())],
    ['g', () => ask('merge', selected)],
  ])

  return (
    <>
      <SelectionBar
        count={selected.length}
        isBusy={isBusy}
        none={none}
        resolve={() => settle(selected, true)}
        reopen={() => settle(selected, false)}
        mute={() => ask('mute', selected)}
        merge={() => ask('merge', selected)}
        remove={() => askDelete(selected)}
      />
      <MuteDialog
        opened={asking?.what === 'mute'}
        onClose={() => setAsking(null)}
        what={signatures(ids.length)}
        mute={muting => {
          setAsking(null)
          operate(() => mute({ ids, muted: muting }), `${signatures(ids.length)} muted.`, none)
        }}
      />
      <MergeSelected
        opened={asking?.what === 'merge'}
        onClose={() => setAsking(null)}
        signatures={(asking?.rows ?? []).map(mergeable)}
        merge={into => {
          setAsking(null)
          operate(
            () => merge({ into, ids: ids.filter(id => id !== into) }),
            `${signatures(ids.length)} merged into one.`,
            none,
          )
        }}
      />
    </>
  )
}

const signatures = (count: number) => `${count} ${count === 1 ? 'signature' : 'signatures'}`

const mergeable = (row: Row) => ({ id: row.id, count: row.count, title: titleOf(row) })
