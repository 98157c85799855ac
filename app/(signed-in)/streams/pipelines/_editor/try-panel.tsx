'use client'

import { Button, Select, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Panel } from '#app/_ui/panel.tsx'
import { reached } from '#app/_ui/reached.ts'
import { TriedSteps } from '#app/(signed-in)/streams/pipelines/_editor/tried-steps.tsx'
import css from '#app/(signed-in)/streams/pipelines/_editor/try.module.css'
import type { Draft } from '#app/(signed-in)/streams/pipelines/_editor/use-draft.ts'
import { tryOut } from '#app/(signed-in)/streams/pipelines/actions.ts'
import type { Occasion } from '#lib/streams/handlers/contract.ts'
import type { Tried } from '#lib/streams/pipelines/trial/run.ts'

/** A stream to try a pipeline on. */
export interface StreamChoice {
  value: string
  label: string
}

interface Props {
  /** the newest ones */
  streams: StreamChoice[]
  written: Draft['written']
}

/** Runs what is in the editor over a stream, and shows what each handler would bring about. */
export function TryPanel({ streams, written }: Props) {
  const [stream, setStream] = useState(streams[0]?.value ?? '')
  const [occasion, setOccasion] = useState<Occasion>('fire')
  const [isRunning, setRunning] = useState(false)
  const [tried, setTried] = useState<Tried | null>(null)
  const [problem, setProblem] = useState<string | null>(null)

  async function run() {
    setRunning(true)
    setProblem(null)
    const { name: _, ...draft } = { name: '', ...written }
    const answer = await reached(tryOut({ stream, occasion, ...draft }))
    setRunning(false)
    setTried(answer.ok ? answer.data : null)
    if (!answer.ok) setProblem(answer.error.message)
  }

  return (
    <Panel
      flush
      title="Try it on a stream"
      actions={<span className="dim">nothing is written, nobody is told</span>}
    >
      <div className={css.asked}>
        {streams.length > 0 && (
          <Select
            aria-label="One of the newest streams"
            className={css.choice}
            data={streams}
            value={streams.some(({ value }) => value === stream) ? stream : null}
            placeholder="One of the newest streams"
            searchable
            onChange={chosen => chosen && setStream(chosen)}
          />
        )}
        <TextInput
          aria-label="Number of the stream"
          className={css.number}
          placeholder="Its number"
          inputMode="numeric"
          value={stream}
          onChange={event => setStream(event.currentTarget.value.trim())}
        />
        <Select
          aria-label="Occasion"
          className={css.number}
          data={[
            { value: 'fire', label: 'it fires' },
            { value: 'expire', label: 'it expires' },
          ]}
          value={occasion}
          allowDeselect={false}
          onChange={chosen => setOccasion(chosen as Occasion)}
        />
        <Button onClick={() => void run()} loading={isRunning} disabled={!/^\d+$/.test(stream)}>
          Try
        </Button>
      </div>
      {streams.length === 0 && !problem && (
        <p className={css.none}>
          There is no stream yet. Once a trigger has opened one, a pipeline can be tried on it.
        </p>
      )}
      {problem && (
        <p role="alert" className={css.problem}>
          {problem}
        </p>
      )}
      {tried && <TriedSteps tried={tried} />}
    </Panel>
  )
}
