'use client'
import { useEffect, useRef, useState } from 'react'
import { reached } from '#app/_ui/reached.ts'
import { tryDraft } from '#app/(signed-in)/monitors/_editor/actions.ts'
import type { TestResult } from '#lib/inquiries/schema.ts'
import type { MonitorInput } from '#lib/monitors/schema.ts'

/** From here on it is shown that something is under way. */
const SLOW_MS = 1000

export type Trial =
  | { status: 'none' }
  | { status: 'running'; isSlow: boolean; result: TestResult | null }
  | { status: 'done'; isSlow: false; result: TestResult }
  | { status: 'failed'; message: string }

/** Test runs of a script, one at a time; the last result stays until the next one is there. */
export function useTrial(id: number | null, finished: (result: TestResult) => void) {
  const [trial, setTrial] = useState<Trial>({ status: 'none' })
  const busy = useRef(false)
  const isRunning = trial.status === 'running'

  useEffect(() => {
    if (!isRunning) return
    const slow = setTimeout(
      () => setTrial(now => (now.status === 'running' ? { ...now, isSlow: true } : now)),
      SLOW_MS,
    )
    return () => clearTimeout(slow)
  }, [isRunning])

  async function run({ name, ...draft }: MonitorInput) {
    if (busy.current) return
    busy.current = true
    const named = name.trim() ? { name } : {}
    setTrial(last => ({
      status: 'running',
      isSlow: false,
      result: 'result' in last ? last.result : null,
    }))
    const { script, tags, sources, groups, timeoutMs } = draft
    const answer = await reached(
      tryDraft({ id, ...named, script, tags, sources, groups, timeoutMs }),
    )
    busy.current = false
    if (!answer.ok) return setTrial({ status: 'failed', message: answer.error.message })
    setTrial({ status: 'done', isSlow: false, result: answer.data })
    finished(answer.data)
  }

  return { trial, isRunning, run }
}
