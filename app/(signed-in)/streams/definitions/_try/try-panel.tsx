'use client'

import { Button, Textarea } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { Panel } from '#app/_ui/panel.tsx'
import { reached } from '#app/_ui/reached.ts'
import { SAMPLE, samplesIn } from '#app/(signed-in)/streams/definitions/_try/samples.ts'
import { TriedOnes } from '#app/(signed-in)/streams/definitions/_try/tried-ones.tsx'
import css from '#app/(signed-in)/streams/definitions/_try/try.module.css'
import { tryNotifications } from '#app/(signed-in)/streams/definitions/actions.ts'
import type { Trial } from '#lib/streams/definitions/trial.ts'

interface Props {
  project: string
  /** a definition that is being written, and the saved one in whose place it stands */
  draft?: { yaml: string; id: number | undefined }
  /** of whose definitions are tried */
  choice?: ReactNode
}

/** A notification and what would become of it. */
export interface Tried {
  notification: unknown
  trial: Trial
}

/** Tells of pasted notifications which definition takes them and what their events would have. */
export function TryPanel({ project, draft, choice }: Props) {
  const [text, setText] = useState(SAMPLE)
  const [isRunning, setRunning] = useState(false)
  const [tried, setTried] = useState<Tried[] | null>(null)
  const [problem, setProblem] = useState<string | null>(null)

  async function run() {
    setProblem(null)
    setTried(null)
    const notifications = read(text)
    if (typeof notifications === 'string') return setProblem(notifications)
    setRunning(true)
    const answer = await reached(
      tryNotifications({ project, ...draft, notifications: notifications as never }),
    )
    setRunning(false)
    if (!answer.ok) return setProblem(answer.error.message)
    setTried(answer.data.map((trial, at) => ({ notification: notifications[at], trial })))
  }

  return (
    <Panel
      title="Try it on a notification"
      actions={
        <>
          <span className="dim">nothing is stored</span>
          {choice}
          {tried && <Button onClick={() => setTried(null)}>Edit</Button>}
          <Button onClick={() => void run()} loading={isRunning}>
            {tried ? 'Try again' : 'Try'}
          </Button>
        </>
      }
    >
      {tried ? (
        <TriedOnes tried={tried} />
      ) : (
        <Textarea
          aria-label="Notifications"
          description="One as JSON, an array of them, or one a line."
          classNames={{ input: css.pasted }}
          autosize
          minRows={8}
          maxRows={20}
          spellCheck={false}
          value={text}
          onChange={event => setText(event.currentTarget.value)}
        />
      )}
      {problem && (
        <p role="alert" className={css.problem}>
          {problem}
        </p>
      )}
    </Panel>
  )
}

function read(text: string): unknown[] | string {
  try {
    return samplesIn(text)
  } catch (error) {
    return `This is no JSON: ${(error as Error).message}`
  }
}
