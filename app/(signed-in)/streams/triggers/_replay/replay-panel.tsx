'use client'

import { Alert, Button, Select } from '@mantine/core'
import { useState } from 'react'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { RANGES } from '#app/_ui/range/range.ts'
import { LookedTable } from '#app/(signed-in)/streams/triggers/_replay/looked-table.tsx'
import css from '#app/(signed-in)/streams/triggers/_replay/replay.module.css'
import { StreamTable } from '#app/(signed-in)/streams/triggers/_replay/stream-table.tsx'
import { Summary } from '#app/(signed-in)/streams/triggers/_replay/summary.tsx'
import {
  type Asked,
  type Refuse,
  useReplay,
} from '#app/(signed-in)/streams/triggers/_replay/use-replay.ts'

const SPANS = RANGES.map(({ key, words, ms }) => ({ value: key, label: words, ms }))

interface Props {
  asked: Asked
  refuse?: Refuse
}

/** What the trigger would have done with past events; nothing is written, and no pipeline runs. */
export function ReplayPanel({ asked, refuse }: Props) {
  const [span, setSpan] = useState<string>('24h')
  const { replay, problem, isRunning, run, stop } = useReplay(asked, refuse)
  const start = () => void run(SPANS.find(({ value }) => value === span)?.ms ?? 0)
  return (
    <>
      <div className={css.bar}>
        <span>Events of the</span>
        <Select
          aria-label="Events of the"
          size="xs"
          w={150}
          data={SPANS}
          allowDeselect={false}
          value={span}
          onChange={key => key && setSpan(key)}
        />
        <Button size="xs" onClick={start} loading={isRunning}>
          Run dry
        </Button>
        {isRunning && (
          <Button size="xs" variant="subtle" onClick={stop}>
            Stop
          </Button>
        )}
      </div>
      {problem && (
        <Alert color="red" className={css.alert} role="alert">
          {problem}
        </Alert>
      )}
      {replay ? (
        <div className={css.result}>
          <Summary replay={replay} />
          {replay.streams.length > 0 && <StreamTable streams={replay.streams} />}
          {replay.looked.length > 0 && <LookedTable looked={replay.looked} />}
        </div>
      ) : (
        <EmptyState title="What would it have done?">
          A dry run gives the trigger the events that were, at their own times, and shows which
          streams it would have opened, fired and expired, and why other events did not fit. Nothing
          is written, and no pipeline runs.
        </EmptyState>
      )}
    </>
  )
}
