'use client'

import { useEffect, useRef, useState } from 'react'
import type { Failure } from '#app/_server/failure.ts'
import type { Replay } from '#lib/streams/replay/result.ts'

/** Which trigger: a saved one, or one that is being written. */
export type Asked = { id: number } | { draft: object }

/** Told of what is wrong with a draft. */
export type Refuse = (error: Refusal) => void
type Refusal = Pick<Failure, 'code' | 'message' | 'fields'>

const AWAY: Refusal = { code: 'unavailable', message: 'The server cannot be reached; try again.' }

/** Runs a trigger dry, one run at a time; the last result stays until the next one is there. */
export function useReplay(asked: Asked, refuse?: Refuse) {
  const [replay, setReplay] = useState<Replay | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [isRunning, setRunning] = useState(false)
  const running = useRef<AbortController>(undefined)
  useEffect(() => () => running.current?.abort(), [])

  async function run(lengthMs: number) {
    running.current?.abort()
    running.current = new AbortController()
    const { signal } = running.current
    setRunning(true)
    setProblem(null)
    const to = new Date()
    const range = { from: new Date(to.getTime() - lengthMs).toISOString(), to: to.toISOString() }
    const answer = await ask(asked, range, signal)
    if (signal.aborted) return
    setRunning(false)
    if ('error' in answer) {
      setProblem(answer.error.message)
      refuse?.(answer.error)
    } else setReplay(answer)
  }

  const stop = () => {
    running.current?.abort()
    setRunning(false)
  }
  return { replay, problem, isRunning, run, stop }
}

async function ask(
  asked: Asked,
  range: object,
  signal: AbortSignal,
): Promise<Replay | { error: Refusal }> {
  const [path, body] =
    'id' in asked
      ? [`/api/triggers/${asked.id}/replay`, range]
      : ['/api/triggers/replay', { ...asked.draft, ...range }]
  try {
    const headers = { 'content-type': 'application/json' }
    const sent = { method: 'POST', headers, body: JSON.stringify(body), signal }
    return await (await fetch(path, sent)).json()
  } catch {
    return { error: AWAY }
  }
}
