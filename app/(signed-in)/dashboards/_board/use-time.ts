'use client'

import { useEffect, useState } from 'react'
import type { Range } from '#app/_ui/range/range.ts'

/** Unix milliseconds. */
export interface Time {
  from: number
  to: number
}

/**
 * The time that all panels show, the same for each. One that ends now goes on with every refresh while the page can
 * be seen; it is counted on from the server's clock, since the one here may be wrong.
 */
export function useTime(range: Range, refreshMs: number | null): Time {
  const start = range.from.getTime()
  const length = range.to.getTime() - start
  const isSliding = range.key !== null
  const [passed, setPassed] = useState({ start, ms: 0 })

  useEffect(() => {
    if (!isSliding || refreshMs === null) return
    const begun = performance.now()
    const goOn = () => {
      if (document.visibilityState === 'visible')
        setPassed({ start, ms: Math.round(performance.now() - begun) })
    }
    const timer = setInterval(goOn, refreshMs)
    document.addEventListener('visibilitychange', goOn)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', goOn)
    }
  }, [isSliding, start, refreshMs])

  const from = start + (passed.start === start ? passed.ms : 0)
  return { from, to: from + length }
}
