import type { Log } from '#lib/log.ts'
import type { Post } from '#lib/relay/forward/post.ts'
import type { Verdict } from '#lib/relay/forward/verdict.ts'

/** After a failure: the first wait and the longest. */
const WAIT_MS = { least: 500, most: 30_000 }
/** So far apart two clocks may be. */
const SKEW_MS = 30_000

/** An installation of Belfry that takes what relays send, by one address or several. */
export interface Centre {
  readonly name: string
  /** It has not failed just now. */
  isUp(): boolean
  /** milliseconds until it is tried again */
  waitMs(): number
  problem(): string | null
  /** Its clock's lead over ours in milliseconds; null before it was asked. */
  skewMs(): number | null
  /** Sends units; remembers whether that went well. */
  send(key: string, lines: readonly Buffer[], signal: AbortSignal): Promise<Verdict>
}

export function openCentre(
  { name, addresses }: { name: string; addresses: readonly string[] },
  post: Post,
  log: Log,
): Centre {
  let current = 0
  let failure: { reason: string; waitMs: number; until: number } | null = null
  let skewMs: number | null = null

  function fail(reason: string) {
    if (!failure) log.warn({ centre: name, reason }, 'a centre does not take what is sent')
    const waitMs = Math.min((failure?.waitMs ?? WAIT_MS.least / 2) * 2, WAIT_MS.most)
    failure = { reason, waitMs, until: performance.now() + waitMs }
    current++
  }

  function succeed(now: number) {
    if (failure) log.info({ centre: name }, 'a centre takes what is sent again')
    failure = null
    const lead = now - Date.now()
    if (Math.abs(lead) > SKEW_MS && Math.abs(skewMs ?? 0) <= SKEW_MS)
      log.warn({ centre: name, seconds: Math.round(lead / 1000) }, 'the clock of a centre differs')
    skewMs = lead
  }

  return {
    name,
    isUp: () => failure === null,
    waitMs: () => Math.max((failure?.until ?? 0) - performance.now(), 0),
    problem: () => failure?.reason ?? null,
    skewMs: () => skewMs,
    async send(key, lines, signal) {
      const address = addresses[current % addresses.length] ?? ''
      const verdict = withoutDatabase(await post(address, key, lines, signal))
      if (verdict.kind === 'answered') succeed(verdict.answer.now)
      const isFailed = verdict.kind === 'away' || verdict.kind === 'in doubt'
      if (isFailed && !signal.aborted) fail(verdict.reason)
      return verdict
    },
  }
}

/** An intake that can write nothing is as good as none. */
function withoutDatabase(verdict: Verdict): Verdict {
  if (verdict.kind !== 'answered') return verdict
  const { units } = verdict.answer
  const [first] = units
  const isAway = (unit: (typeof units)[number]) =>
    unit.status === 'later' && unit.code === 'unavailable'
  return first && 'reason' in first && units.every(isAway)
    ? { kind: 'away', reason: first.reason }
    : verdict
}
