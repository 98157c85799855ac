/**
 * A body made piece by piece, as fast as it is read. A reader that leaves ends the making;
 * the signal tells of it, for makers that wait.
 */
export function streamOf(
  make: (left: AbortSignal) => AsyncGenerator<string>,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  const leaving = new AbortController()
  const pieces = make(leaving.signal)
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await pieces.next()
      if (leaving.signal.aborted) return
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
    async cancel() {
      leaving.abort()
      await pieces.return(undefined)
    },
  })
}
