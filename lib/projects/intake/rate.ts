import type { ProjectLimits } from '#lib/projects/schema.ts'

/** How many of something may come a second, with one second's worth in advance. */
interface Bucket {
  tokens: number
  at: number
}

export interface Rate {
  /** 0 when it was taken, otherwise the seconds after which it would be. `now` in milliseconds. */
  take(limits: ProjectLimits, messages: number, bytes: number, now: number): number
}

/**
 * Holds a project to its limits. What is more than a second's worth at once is taken when nothing was before it, and
 * paid off afterwards: otherwise it never could be.
 */
export function openRate(): Rate {
  const messages: Bucket = { tokens: Number.POSITIVE_INFINITY, at: 0 }
  const bytes: Bucket = { tokens: Number.POSITIVE_INFINITY, at: 0 }

  return {
    take({ messagesPerSecond, bytesPerSecond }, count, size, now) {
      const wait = Math.max(
        waitSeconds(messages, messagesPerSecond, count, now),
        waitSeconds(bytes, bytesPerSecond, size, now),
      )
      if (wait === 0) {
        messages.tokens -= count
        bytes.tokens -= size
      }
      return wait
    },
  }
}

function waitSeconds(bucket: Bucket, perSecond: number | null, count: number, now: number): number {
  if (perSecond === null) return 0

  const earned = (Math.max(now - bucket.at, 0) / 1000) * perSecond
  bucket.tokens = Math.min(bucket.tokens + earned, perSecond)
  bucket.at = now
  const needed = Math.min(count, perSecond)
  return bucket.tokens >= needed ? 0 : (needed - bucket.tokens) / perSecond
}
