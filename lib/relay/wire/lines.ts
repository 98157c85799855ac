const LINE_FEED = 0x0a

/** The lines that are not empty; no more than so many and one. */
export function linesOf(bytes: Buffer, most = Number.POSITIVE_INFINITY): Buffer[] {
  const lines: Buffer[] = []
  for (let start = 0; start < bytes.length && lines.length <= most; ) {
    const found = bytes.indexOf(LINE_FEED, start)
    const end = found < 0 ? bytes.length : found
    if (end > start) lines.push(bytes.subarray(start, end))
    start = end + 1
  }
  return lines
}
