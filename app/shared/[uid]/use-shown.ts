import { useEffect, useState } from 'react'
import type { Drawn } from '#lib/charts/drawn.ts'

/** Counts of the present minute are the newest there are. */
const EVERY_MS = 60_000

/** Unix milliseconds. */
interface Part {
  from: number
  to: number
}

/** What a shared chart shows, drawn anew every minute while somebody looks, or the part of it that was zoomed to. */
export function useShown(address: string, first: Drawn) {
  const [shown, setShown] = useState<{ drawn: Drawn; at: number | null }>({
    drawn: first,
    at: null,
  })
  const [part, zoom] = useState<Part | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [isFirst, setFirst] = useState(true)

  useEffect(() => {
    const left = new AbortController()
    const draw = async () => {
      const answer = await ask(withPart(address, part), left.signal)
      if (left.signal.aborted) return
      setProblem('problem' in answer ? answer.problem : null)
      if ('drawn' in answer) setShown({ drawn: answer.drawn, at: Date.now() })
    }
    const again = () => void (document.hidden || draw())
    if (!isFirst) void draw()
    const timer = part === null ? setInterval(again, EVERY_MS) : undefined
    return () => {
      left.abort()
      clearInterval(timer)
    }
  }, [address, part, isFirst])

  return {
    ...shown,
    problem,
    isZoomed: part !== null,
    zoom(next: Part | null) {
      setFirst(false)
      zoom(next)
    },
  }
}

function withPart(address: string, part: Part | null): string {
  if (part === null) return address
  const url = new URL(address, location.href)
  url.searchParams.set('from', String(Math.round(part.from)))
  url.searchParams.set('to', String(Math.round(part.to)))
  return url.href
}

async function ask(
  address: string,
  signal: AbortSignal,
): Promise<{ drawn: Drawn } | { problem: string }> {
  try {
    const answer = await fetch(address, { signal, credentials: 'omit' })
    if (answer.ok) return await answer.json()
    if (answer.status === 404) return { problem: 'It is not shared any more.' }
    return { problem: 'It cannot be drawn anew right now.' }
  } catch {
    return { problem: 'The server cannot be reached right now.' }
  }
}
