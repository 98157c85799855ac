/** Of `text`, in pg_type. */
const TEXT_OID = 25

/**
 * Texts as one parameter of a query, in the binary form of `text[]` (PostgreSQL, `array_recv`). Nothing in them is escaped, which
 * is most of what it takes to send JSON in the other form.
 */
export function textArray(texts: readonly string[]): Buffer {
  const sizes = texts.map(text => Buffer.byteLength(text))
  const buffer = Buffer.allocUnsafe(20 + sizes.reduce((sum, size) => sum + size + 4, 0))
  // Dimensions, whether there are nulls, the type; then length and lower bound of the one dimension.
  buffer.writeInt32BE(texts.length > 0 ? 1 : 0, 0)
  buffer.writeInt32BE(0, 4)
  buffer.writeInt32BE(TEXT_OID, 8)
  if (texts.length === 0) return buffer.subarray(0, 12)
  buffer.writeInt32BE(texts.length, 12)
  buffer.writeInt32BE(1, 16)
  let place = 20
  for (const [i, text] of texts.entries()) {
    const size = sizes[i] ?? 0
    place = buffer.writeInt32BE(size, place)
    place += buffer.write(text, place, size, 'utf8')
  }
  return buffer
}
