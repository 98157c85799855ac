import type { Pool } from 'pg'
import { type Claim, renew } from '#lib/alerting/outbox/lease.ts'
import type { Outbox } from '#lib/alerting/outbox/outbox.ts'
import { log } from '#lib/log.ts'

/** Renewed so often within a lease, one renewal may fail. */
const RENEWALS = 3

/** The claims that this process has: renews their leases, so that a lease need not be as long as an attempt may take. */
export function openHeld(pool: Pool, box: Outbox, leaseMs: number) {
  /** until when each surely holds, by the clock of this process */
  const held = new Map<Claim, number>()
  let timer: NodeJS.Timeout | undefined

  function hold(claims: readonly Claim[], takenAt: number) {
    for (const claim of claims) held.set(claim, takenAt + leaseMs)
    if (claims.length > 0) timer ??= setInterval(renewAll, leaseMs / RENEWALS).unref()
  }

  function renewAll() {
    const claims = [...held.keys()]
    const takenAt = performance.now()
    renew(pool, box, claims, leaseMs).then(
      renewed => {
        for (const claim of claims)
          if (held.has(claim) && renewed.has(claim.id)) held.set(claim, takenAt + leaseMs)
      },
      (error: unknown) => log.warn({ err: error }, 'leases could not be renewed'),
    )
  }

  function drop(claim: Claim) {
    held.delete(claim)
    if (held.size > 0) return
    clearInterval(timer)
    timer = undefined
  }

  return {
    hold,
    drop,
    /** Nobody else can have it: a process that stood still for longer may not send what it had taken. */
    isSure: (claim: Claim) => (held.get(claim) ?? 0) > performance.now(),
  }
}
