'use client'

import { type RefObject, useEffect, useState } from 'react'

/** Rows beyond the edges, so that scrolling shows no gaps. */
const MARGIN = 12

/** Of many rows of one height, those to draw: the first one and the one after the last. */
export function useWindow(scroller: RefObject<HTMLElement | null>, rowPx: number, count: number) {
  const [{ top, height }, setView] = useState({ top: 0, height: 800 })

  useEffect(() => {
    const element = scroller.current
    if (!element) return
    const measure = () => setView({ top: element.scrollTop, height: element.clientHeight })
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    element.addEventListener('scroll', measure, { passive: true })
    return () => {
      observer.disconnect()
      element.removeEventListener('scroll', measure)
    }
  }, [scroller])

  const first = Math.max(0, Math.min(Math.floor(top / rowPx) - MARGIN, count - MARGIN))
  return { first, end: Math.min(count, Math.ceil((top + height) / rowPx) + MARGIN) }
}
