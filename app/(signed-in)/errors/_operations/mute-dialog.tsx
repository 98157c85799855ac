'use client'

import { Button, Modal, NumberInput, Select } from '@mantine/core'
import { useState } from 'react'
import type { z } from 'zod'
import css from '#app/(signed-in)/errors/_operations/operations.module.css'
import { sliceInWords } from '#app/(signed-in)/errors/_time/time.ts'
import type { muting } from '#lib/errors/schema.ts'
import { SLICE_NAMES, type SliceName } from '#lib/errors/slices.ts'

interface Props {
  opened: boolean
  onClose: () => void
  /** `3 signatures` */
  what: string
  mute: (asked: z.input<typeof muting>) => void
}

const HOUR = 3_600_000
const SPANS = [
  ['1 hour', HOUR],
  ['8 hours', 8 * HOUR],
  ['1 day', 24 * HOUR],
  ['1 week', 7 * 24 * HOUR],
] as const
const USUAL_COUNT = 100

/** Asks for how long something is not to be heard of. */
export function MuteDialog({ opened, onClose, what, mute }: Props) {
  return (
    <Modal opened={opened} onClose={onClose} title={`Mute ${what}`}>
      <p className={css.note}>It is counted on and stays out of the way until …</p>
      <div className={css.choices} style={{ marginTop: 12 }}>
        {SPANS.map(([words, ms], i) => (
          <Button
            key={words}
            data-autofocus={i === 0 ? true : undefined}
            onClick={() => mute({ until: new Date(Date.now() + ms).toISOString(), above: null })}
          >
            {words}
          </Button>
        ))}
        <Button onClick={() => mute({ until: null, above: null })}>For good</Button>
      </div>
      <Above mute={mute} />
    </Modal>
  )
}

function Above({ mute }: Pick<Props, 'mute'>) {
  const [count, setCount] = useState<string | number>(USUAL_COUNT)
  const [slice, setSlice] = useState<SliceName>('hour')
  return (
    <form
      className={css.line}
      onSubmit={event => {
        event.preventDefault()
        mute({ until: null, above: { count: Number(count), slice } })
      }}
    >
      <NumberInput
        size="xs"
        w={140}
        label="… there are more than"
        value={count}
        onChange={setCount}
        min={0}
        max={1e12}
        allowDecimal={false}
        thousandSeparator=","
        required
      />
      <Select
        size="xs"
        w={120}
        label="in one"
        data={SLICE_NAMES.map(value => ({ value, label: sliceInWords(value) }))}
        value={slice}
        onChange={next => next && setSlice(next)}
        allowDeselect={false}
      />
      <Button type="submit" h={30}>
        Mute
      </Button>
    </form>
  )
}
