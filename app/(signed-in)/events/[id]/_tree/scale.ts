/** Where a moment stands on the width of a waterfall, from 0 to 1. */
export interface Scale {
  at(time: number): number
  /** times that are left out because nothing happened in them */
  breaks: Break[]
}

export interface Break {
  /** from 0 to 1 */
  from: number
  to: number
  lengthMs: number
}

interface Span {
  start: number
  end: number
}

/** Idle times that are as many times longer than all that is left are left out. */
const CUT_FROM = 4
const BREAK_WIDTH = 0.03

/** A scale over all spans; long times between them in which nothing happened, the longest ones, take no more than a narrow strip. */
export function scaleOver(spans: readonly Span[], mostBreaks = 10): Scale {
  const { start, end, gaps } = outlineOf(spans)
  const cut = gapsToCut(gaps, end - start, mostBreaks).sort((a, b) => a.start - b.start)
  const shownMs = end - start - cut.reduce((sum, gap) => sum + lengthOf(gap), 0)
  const width = 1 - cut.length * BREAK_WIDTH
  const before = (time: number) => cut.filter(gap => gap.start < time)

  function at(time: number): number {
    if (shownMs <= 0) return 0
    let shown = time - start
    let breaks = 0
    for (const gap of before(time)) {
      const passed = Math.min(lengthOf(gap), time - gap.start)
      shown -= passed
      breaks += passed / lengthOf(gap)
    }
    return Math.min(1, Math.max(0, (shown / shownMs) * width + breaks * BREAK_WIDTH))
  }

  const breaks = cut.map(gap => ({
    ...{ from: at(gap.start), to: at(gap.end), lengthMs: lengthOf(gap) },
  }))
  return { at, breaks }
}

const lengthOf = ({ start, end }: Span) => end - start

/** From the first to the last moment, and the times between in which nothing was under way. */
function outlineOf(spans: readonly Span[]): Span & { gaps: Span[] } {
  const [first, ...rest] = [...spans].sort((a, b) => a.start - b.start)
  if (!first) return { start: 0, end: 0, gaps: [] }
  const gaps: Span[] = []
  let end = first.end
  for (const span of rest) {
    if (span.start > end) gaps.push({ start: end, end: span.start })
    end = Math.max(end, span.end)
  }
  return { start: first.start, end, gaps }
}

/** As many of the longest as are each much longer than what would be left. */
function gapsToCut(gaps: readonly Span[], totalMs: number, most: number): Span[] {
  const longest = [...gaps].sort((a, b) => lengthOf(b) - lengthOf(a)).slice(0, most)
  let left = totalMs
  let count = 0
  for (const [i, gap] of longest.entries()) {
    left -= lengthOf(gap)
    if (left > 0 && lengthOf(gap) > CUT_FROM * left) count = i + 1
  }
  return longest.slice(0, count)
}
