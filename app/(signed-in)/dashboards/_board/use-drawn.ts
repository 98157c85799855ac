'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import type { Early } from '#app/(signed-in)/dashboards/_board/early.ts'
import type { Time } from '#app/(signed-in)/dashboards/_board/use-time.ts'
import type { Drawn } from '#lib/charts/drawn.ts'
import type { Panel } from '#lib/charts/panel.ts'

/** Why a panel could not be read. */
export interface Problem {
  code: string
  message: string
}

export interface Reading {
  /** what was read last; stays while it is read again */
  drawn: Drawn | null
  problem: Problem | null
  isReading: boolean
  again(): void
}

/**
 * Reads what a panel shows, as soon as it is wanted, and again whenever the panel or the time is another one. What the
 * server has begun to read for this time is waited for instead.
 */
export function useDrawn(
  panel: Panel,
  { from, to }: Time,
  isWanted: boolean,
  early?: Early[string],
): Reading {
  const [state, setState] = useState<Omit<Reading, 'again'>>(NOTHING)
  const readFor = useRef<string>(undefined)
  const taken = useRef<Early[string]>(undefined)
  const [attempt, setAttempt] = useState(0)
  // There is nothing to ask for.
  const isText = panel.kind === 'text'
  const isDue = isWanted || early !== undefined
  const asked = JSON.stringify({ panel, from, to })

  useEffect(() => {
    const key = `${asked} ${attempt}`
    if (!isDue || isText || readFor.current === key) return
    const begun = taken.current === early ? undefined : early
    taken.current = early
    const leaving = new AbortController()
    setState(before => ({ ...before, isReading: true }))
    read(asked, leaving.signal, begun).then(
      drawn => {
        if (leaving.signal.aborted) return
        readFor.current = key
        setState({ drawn, problem: null, isReading: false })
      },
      (error: unknown) => {
        if (leaving.signal.aborted) return
        readFor.current = key
        setState(({ drawn }) => failed(drawn, error))
      },
    )
    return () => leaving.abort()
  }, [asked, attempt, isDue, isText, early])

  const again = useCallback(() => setAttempt(count => count + 1), [])
  return isText ? { ...NOTHING, drawn: TEXT, again } : { ...state, again }
}

const TEXT: Drawn = { kind: 'text' }
const NOTHING = { drawn: null, problem: null, isReading: false }
const AWAY: Problem = { code: 'unavailable', message: 'The server cannot be reached.' }

class Refused extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.message)
    this.problem = problem
  }
}

async function read(body: string, signal: AbortSignal, early: Early[string]): Promise<Drawn> {
  const begun = await early
  if (begun) return begun
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch('/api/charts/data', { method: 'POST', headers, body, signal })
  if (answer.ok) return (await answer.json()) as Drawn
  const { error = AWAY } = (await answer.json().catch(() => ({}))) as { error?: Problem }
  throw new Refused(error)
}

/** What was shown stays when the server is away for a while; what it refuses goes. */
function failed(drawn: Drawn | null, error: unknown): Omit<Reading, 'again'> {
  const problem = error instanceof Refused ? error.problem : AWAY
  const isPassing = ['unavailable', 'too_many', 'internal'].includes(problem.code)
  return { drawn: isPassing ? drawn : null, problem, isReading: false }
}
