import { randomFillSync } from 'node:crypto'

/** Random bytes are asked for by the hundred: each asking costs more than the bytes. */
const pool = Buffer.alloc(12 * 256)
let used = pool.length

/** An id that a context tree shares: 32 hex digits, the first 8 the unix second. It is a W3C trace id as well. */
export function newId(nowMs: number = Date.now()): string {
  if (used === pool.length) {
    randomFillSync(pool)
    used = 0
  }
  const random = pool.toString('hex', used, used + 12)
  used += 12
  return (
    Math.floor(nowMs / 1000)
      .toString(16)
      .padStart(8, '0') + random
  )
}
