'use client'

import { useEffect, useState } from 'react'
import { reached } from '#app/_ui/reached.ts'
import { ClockTime } from '#app/_ui/times.tsx'
import { notifyFailure } from '#app/_ui/use-action.ts'
import css from '#app/(signed-in)/errors/_operations/operations.module.css'
import { visible } from '#app/(signed-in)/errors/_signature/visible.ts'
import { findExamples } from '#app/(signed-in)/errors/actions.ts'

interface Props {
  id: number
  chosen: readonly number[]
  choose: (ids: readonly number[]) => void
}

/** The newest kept errors of a signature, to be ticked. */
export function ExampleChoice({ id, chosen, choose }: Props) {
  const [examples, setExamples] = useState<{ id: number; at: Date; message: string }[]>([])
  useEffect(() => {
    void reached(findExamples(id)).then(answer =>
      answer.ok ? setExamples(answer.data) : notifyFailure(answer.error.message),
    )
  }, [id])

  const toggle = (example: number) =>
    choose(
      chosen.includes(example) ? chosen.filter(other => other !== example) : [...chosen, example],
    )
  return (
    <div className={css.list} style={{ minHeight: 182 }}>
      {examples.map(({ id: example, at, message }) => (
        <label
          key={example}
          className={css.option}
          data-chosen={chosen.includes(example) ? '' : undefined}
        >
          <input
            type="checkbox"
            checked={chosen.includes(example)}
            onChange={() => toggle(example)}
          />
          <bdi title={visible(message)}>{visible(message)}</bdi>
          <span className="dim num">
            <ClockTime at={at} />
          </span>
        </label>
      ))}
    </div>
  )
}
