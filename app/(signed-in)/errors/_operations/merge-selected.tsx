'use client'

import { Button, Modal } from '@mantine/core'
import { useState } from 'react'
import { formatNumber } from '#app/_ui/number.ts'
import css from '#app/(signed-in)/errors/_operations/operations.module.css'

export interface Mergeable {
  id: number
  title: string
  count: number
}

interface Props {
  opened: boolean
  onClose: () => void
  /** two or more */
  signatures: Mergeable[]
  merge: (into: number) => void
}

/** Asks which of them the others are to count as. */
export function MergeSelected({ opened, onClose, signatures, merge }: Props) {
  const [chosen, setChosen] = useState<number | null>(null)
  const [most] = signatures.toSorted((a, b) => b.count - a.count)
  const into = signatures.find(({ id }) => id === chosen) ?? most
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={`Merge ${signatures.length} signatures`}
      size="lg"
    >
      <p className={css.note}>
        The others count as part of this one, and so does what comes later:
      </p>
      <div className={css.list} role="radiogroup" aria-label="The one that stays">
        {signatures.map(({ id, title, count }) => (
          <label key={id} className={css.option} data-chosen={id === into?.id ? '' : undefined}>
            <input
              type="radio"
              name="into"
              checked={id === into?.id}
              onChange={() => setChosen(id)}
            />
            <bdi title={title}>{title}</bdi>
            <span className="num dim">{formatNumber(count)}</span>
          </label>
        ))}
      </div>
      <div className={css.foot}>
        <Button onClick={onClose}>Cancel</Button>
        <Button variant="filled" onClick={() => into && merge(into.id)}>
          Merge
        </Button>
      </div>
    </Modal>
  )
}
