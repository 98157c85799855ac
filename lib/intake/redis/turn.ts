import type { Redis } from 'ioredis'
import { KEEP_TURN, LEAVE_TURN } from '#lib/intake/redis/scripts.ts'

/** Good for so long after it was kept; a process that died has it until then. */
const TURN_MS = 5_000

/** What one process at a time does, of all that share a server. */
export interface Turn {
  /** Never true of two at the same time. */
  isMine(): boolean
  /** To be called again well before `TURN_MS` have passed. */
  keep(): Promise<void>
  leave(): Promise<void>
}

export function openTurn(redis: Redis, key: string, taker: string): Turn {
  let until = 0

  return {
    isMine: () => performance.now() < until,
    async keep() {
      // Counted from before it was asked for, it ends here before it does on the server.
      const end = performance.now() + TURN_MS
      const isMine = (await redis.eval(KEEP_TURN, 1, key, taker, TURN_MS)) === 1
      until = isMine ? end : 0
    },
    async leave() {
      until = 0
      await redis.eval(LEAVE_TURN, 1, key, taker)
    },
  }
}
