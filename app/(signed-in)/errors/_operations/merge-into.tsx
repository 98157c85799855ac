'use client'

import { Button, Modal, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useEffect, useState } from 'react'
import { formatNumber } from '#app/_ui/number.ts'
import { reached } from '#app/_ui/reached.ts'
import type { Mergeable } from '#app/(signed-in)/errors/_operations/merge-selected.tsx'
import css from '#app/(signed-in)/errors/_operations/operations.module.css'
import { findMergeable } from '#app/(signed-in)/errors/actions.ts'

interface Props {
  opened: boolean
  onClose: () => void
  /** what is to be merged */
  id: number
  merge: (into: number) => void
}

const TYPING_PAUSE_MS = 200

/** Looks for the signature that this one is to count as part of. */
export function MergeInto({ opened, onClose, id, merge }: Props) {
  return (
    <Modal opened={opened} onClose={onClose} title="Merge into …" size="lg">
      <Targets id={id} onClose={onClose} merge={merge} />
    </Modal>
  )
}

/** Begins anew each time the dialog opens. */
function Targets({ id, onClose, merge }: Omit<Props, 'opened'>) {
  const [found, setFound] = useState<Mergeable[] | null>(null)
  const [chosen, setChosen] = useState<number | null>(null)
  const [problem, setProblem] = useState('')

  const look = useDebouncedCallback(async (q: string) => {
    const answer = await reached(findMergeable({ id, q }))
    setProblem(answer.ok ? '' : answer.error.message)
    if (answer.ok) setFound(answer.data)
  }, TYPING_PAUSE_MS)
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, with the dialog
  useEffect(() => {
    look('')
  }, [])

  return (
    <>
      <p className={css.note}>
        This signature counts as part of the other one, and so does what comes later. Nothing is
        lost: it can be undone.
      </p>
      <TextInput
        mt="sm"
        data-autofocus
        aria-label="Search signatures of the project"
        placeholder="Search signatures of the project"
        error={problem}
        onChange={({ currentTarget: { value } }) => look(value)}
      />
      <div
        className={css.list}
        role="radiogroup"
        aria-label="Merge into"
        style={{ minHeight: 182 }}
      >
        {found?.map(({ id: target, title, count }) => (
          <label
            key={target}
            className={css.option}
            data-chosen={target === chosen ? '' : undefined}
          >
            <input
              type="radio"
              name="into"
              checked={target === chosen}
              onChange={() => setChosen(target)}
            />
            <bdi title={title}>{title}</bdi>
            <span className="num dim">{formatNumber(count)}</span>
          </label>
        ))}
        {found?.length === 0 && (
          <p className={`${css.note} ${css.option}`}>No other signature fits.</p>
        )}
      </div>
      <div className={css.foot}>
        <Button onClick={onClose}>Cancel</Button>
        <Button
          variant="filled"
          disabled={chosen === null}
          onClick={() => chosen !== null && merge(chosen)}
        >
          Merge
        </Button>
      </div>
    </>
  )
}
