'use client'

import { useEffect, useState } from 'react'
import type { Item } from '#app/(signed-in)/explore/_tree/tree.ts'

const PAGE = 10_000
/** What a browser can still search in while one types. */
const MOST = 50_000
const AGAIN_MS = 60_000

export interface Names {
  items: Item[]
  /** there are more than can be listed */
  isCut: boolean
}

const known = new Map<string, Names>()

/** The metrics of a project: those known from before at once, and again every minute. Null until they come first. */
export function useNames(project: string): { names: Names | null; isFailed: boolean } {
  const [names, setNames] = useState<Names | null>(null)
  const [isFailed, setFailed] = useState(false)

  useEffect(() => {
    const leaving = new AbortController()
    setNames(known.get(project) ?? null)
    const load = () =>
      readNames(project, leaving.signal).then(
        read => {
          known.set(project, read)
          setNames(read)
          setFailed(false)
        },
        () => !leaving.signal.aborted && setFailed(true),
      )
    const timer = setInterval(() => document.visibilityState === 'visible' && load(), AGAIN_MS)
    load()
    return () => {
      clearInterval(timer)
      leaving.abort()
    }
  }, [project])

  return { names, isFailed }
}

async function readNames(project: string, signal: AbortSignal): Promise<Names> {
  const items: Item[] = []
  for (let cursor = ''; ; ) {
    const query = new URLSearchParams({ project, limit: String(PAGE), ...(cursor && { cursor }) })
    const answer = await fetch(`/api/metrics/names?${query}`, { signal })
    if (!answer.ok) throw new Error(`the server answered ${answer.status}`)
    const page = (await answer.json()) as { items: Item[]; next: string | null }
    items.push(...page.items)
    if (page.next === null || items.length >= MOST) return { items, isCut: page.next !== null }
    cursor = page.next
  }
}
