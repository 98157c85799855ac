import { type RefObject, useEffect, useState } from 'react'

/** Rows beyond what is seen, so that scrolling shows no white. */
const SPARE = 12
/** Drawn before anything is measured. */
const AT_FIRST = 60

/** Which of many rows of one height are drawn: those of a scrolled element that are seen, and some around them. */
export function useVirtualRows(
  element: RefObject<HTMLElement | null>,
  count: number,
  rowHeight: number,
) {
  const [seen, setSeen] = useState({ from: 0, to: AT_FIRST })
  useEffect(() => {
    const scrolled = element.current
    if (!scrolled) return
    const measure = () => {
      const from = Math.floor(scrolled.scrollTop / rowHeight)
      const to = from + Math.ceil(scrolled.clientHeight / rowHeight)
      setSeen(before => (before.from === from && before.to === to ? before : { from, to }))
    }
    const observer = new ResizeObserver(measure)
    observer.observe(scrolled)
    scrolled.addEventListener('scroll', measure, { passive: true })
    return () => {
      observer.disconnect()
      scrolled.removeEventListener('scroll', measure)
    }
  }, [element, rowHeight])

  return { from: Math.max(0, seen.from - SPARE), to: Math.min(count, seen.to + SPARE) }
}
