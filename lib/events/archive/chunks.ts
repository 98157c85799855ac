/** The same bytes in pieces of so many at least; the last one may be shorter. */
export async function* inChunks(
  pieces: AsyncIterable<Uint8Array>,
  bytes: number,
): AsyncGenerator<Buffer, void> {
  let held: Uint8Array[] = []
  let length = 0
  for await (const piece of pieces) {
    held.push(piece)
    length += piece.length
    if (length < bytes) continue
    yield Buffer.concat(held)
    held = []
    length = 0
  }
  if (length > 0) yield Buffer.concat(held)
}
