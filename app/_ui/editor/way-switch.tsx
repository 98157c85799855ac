'use client'

import { SegmentedControl } from '@mantine/core'
import type { Refusal } from '#app/_ui/editor/use-saving.tsx'
import css from '#app/_ui/editor/way-switch.module.css'
import { notifyFailure } from '#app/_ui/use-action.ts'

const WAYS = [
  { value: 'form', label: 'Form' },
  { value: 'yaml', label: 'YAML' },
]

interface Props {
  isText: boolean
  toText(): unknown
  /** Answers what is wrong with the text, which then stays. */
  toForm(): Promise<Refusal | null>
  refuse(refusal: Refusal): void
}

/** Whether what is edited is a form or a text; each is made of the other when it is gone over to. */
export function WaySwitch({ isText, toText, toForm, refuse }: Props) {
  async function goOver(to: string) {
    if (to === 'yaml') return toText()
    const refusal = await toForm()
    if (!refusal) return
    refuse(refusal)
    notifyFailure(refusal.message)
  }

  return (
    <SegmentedControl
      aria-label="How it is written"
      className={css.ways}
      size="xs"
      value={isText ? 'yaml' : 'form'}
      onChange={to => void goOver(to)}
      data={WAYS}
    />
  )
}
