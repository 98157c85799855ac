'use client'

import { useEffect, useEffectEvent, useState } from 'react'
import { reached } from '#app/_ui/reached.ts'
import { followReclassification } from '#app/(signed-in)/errors/actions.ts'
import type { Reclassification } from '#lib/errors/reclassify/data.ts'

const LOOK_EVERY_MS = 1_000

/** How far a reclassification has come, until it is done. */
export function useReclassification(id: number | null, done: () => void): Reclassification | null {
  const [state, setState] = useState<Reclassification | null>(null)
  const isDone = useEffectEvent(done)

  useEffect(() => {
    if (id === null) return
    let timer: ReturnType<typeof setTimeout> | undefined
    const look = async () => {
      const answer = await reached(followReclassification(id))
      if (answer.ok) setState(answer.data)
      if (answer.ok && answer.data.finishedAt) isDone()
      else timer = setTimeout(look, LOOK_EVERY_MS)
    }
    timer = setTimeout(look)
    return () => clearTimeout(timer)
  }, [id])

  return state
}
