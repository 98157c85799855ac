/** A power of two; a process hears of fewer hosts and programs at a time, and a collision costs only a new string. */
const SLOTS = 4096
/** Longer names are rare and not worth a place. */
const NAME_LIMIT = 48

const slots: string[] = new Array<string>(SLOTS).fill('')

/**
 * ASCII bytes as a string, the same one as the last time for names that come again and again: hosts, programs. That
 * saves making it, and makes looking it up in a map cheap.
 */
export function nameOf(bytes: Buffer, start: number, end: number): string {
  const length = end - start
  if (length > NAME_LIMIT) return bytes.toString('latin1', start, end)

  let hash = length
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ (bytes[at] as number), 0x01000193)
  const slot = (hash ^ (hash >>> 15)) & (SLOTS - 1)
  const known = slots[slot] as string
  if (known.length === length && isSame(known, bytes, start)) return known
  const name = bytes.toString('latin1', start, end)
  slots[slot] = name
  return name
}

function isSame(name: string, bytes: Buffer, start: number): boolean {
  for (let i = 0; i < name.length; i++) if (name.charCodeAt(i) !== bytes[start + i]) return false
  return true
}
