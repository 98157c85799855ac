import { type Attempt, attempt, type Sender } from '#lib/relay/forward/attempt.ts'
import type { Centre } from '#lib/relay/forward/centre.ts'
import { choose, isThere, pause } from '#lib/relay/forward/choose.ts'
import type { Doubts } from '#lib/relay/forward/doubts.ts'
import { isBefore, type Place, type PlaceFile, type Progress } from '#lib/relay/spool/place.ts'
import type { Batch, Spool } from '#lib/relay/spool/spool.ts'
import { linesOf } from '#lib/relay/wire/lines.ts'

/** One request, before it is packed. */
const BATCH_BYTES = 2 * 1024 * 1024
/** A centre that may have some units keeps back what came later for so long, while another one could take it. */
const PATIENCE_MS = 10_000
/** How often it is looked whether one is there again. */
const LOOK_MS = 250
/** After a failure of the disk. */
const RETRY_MS = 1_000

export interface Forwarding {
  spool: Spool
  place: PlaceFile
  doubts: Doubts
  /** the first one is the one that is to be used when it is there */
  centres: readonly Centre[]
  sender: Sender
  patienceMs?: number
  signal: AbortSignal
}

/** Sends what is in a spool, in order. */
export function openForwarder(forwarding: Forwarding) {
  const { spool, place, doubts, centres, sender, signal } = forwarding
  const { patienceMs = PATIENCE_MS } = forwarding
  let problem: string | null = null

  async function sendNext() {
    const progress = place.progress()
    const batch = await spool.next(progress, bytesToRead(progress), signal)
    if (!batch) return
    note(batch)
    if (!(await deliver(batch))) return
    // Where the disk is damaged, less may have been read than was claimed.
    const { claim } = place.progress()
    await place.save({ ...batch.to, claim: claim && isBefore(batch.to, claim.to) ? claim : null })
    // It was on its way when it made room for others.
    sender.tally.lost -= await spool.release(batch)
  }

  function note({ damaged }: Batch) {
    if (damaged === 0) return
    sender.log.warn({ bytes: damaged }, 'the spool is damaged; what follows it is sent')
    sender.tally.damaged += damaged
  }

  /** False when the signal has aborted before all of it was answered or set aside. */
  async function deliver({ frames, to }: Batch): Promise<boolean> {
    const { claim } = place.progress()
    let left = frames.flatMap(({ payload }) => linesOf(payload))
    // Who may have some of it.
    let holder = claim ? claimantOf(claim, centres) : undefined
    if (claim && !holder) return setAside(claim.centre, left)

    for (let since = performance.now(); left.length > 0; ) {
      const centre = holder ? await waitFor(holder, since) : await choose(centres, sender, signal)
      if (!centre) return holder && !signal.aborted ? setAside(holder.name, left) : false
      await claimFor(centre, to)
      const now = await attempt(left, centre, sender, signal)
      left = now.left
      if (now.isTouched) holder = centre
      if (now.verdict.kind === 'answered') since = performance.now()
      problem = left.length > 0 ? reasonOf(now) : null
      if (left.length > 0) await pause(now.afterMs, signal)
    }
    return true
  }

  /** Before anything is sent to it. */
  async function claimFor({ name }: Centre, to: Place) {
    const progress = place.progress()
    if (progress.claim?.centre === name) return
    await place.save({ ...progress, claim: { centre: name, isOnly: centres.length === 1, to } })
  }

  /** Null when that takes so long that others are to have what came later; and when the signal aborts. */
  async function waitFor(holder: Centre, since: number): Promise<Centre | null> {
    const others = centres.filter(centre => centre !== holder)
    while (!signal.aborted) {
      if (await isThere(holder, sender, signal)) return holder
      const isLong = performance.now() - since > patienceMs
      if (isLong) for (const other of others) if (await isThere(other, sender, signal)) return null
      await pause(LOOK_MS, signal)
    }
    return null
  }

  async function setAside(centre: string, units: readonly Buffer[]): Promise<true> {
    sender.log.warn({ centre }, 'a centre may have what it did not answer; it is kept for it')
    await doubts.add(centre, units)
    return true
  }

  /** Asks for what the centre knows of the project, and whether the key is good, before there is anything to send. */
  async function introduce() {
    for (let isKnown = false; !isKnown; ) {
      const centre = await choose(centres, sender, signal)
      if (!centre) return
      const now = await attempt([], centre, sender, signal)
      isKnown = now.verdict.kind === 'answered'
      problem = isKnown ? null : reasonOf(now)
      await pause(now.afterMs, signal)
    }
  }

  async function run(): Promise<void> {
    await introduce()
    while (!signal.aborted)
      try {
        await sendNext()
      } catch (error) {
        const { message } = error as Error
        if (problem !== message) sender.log.error({ err: error }, 'the spool of the relay fails')
        problem = message
        await pause(RETRY_MS, signal)
      }
  }

  return { run, problem: () => problem }
}

/** What was claimed before the process ended is sent as it was, and nothing else with it. */
function bytesToRead({ claim, segment, offset }: Progress): number {
  if (!claim) return BATCH_BYTES
  return Math.max(claim.to.offset - (claim.to.segment === segment ? offset : 0), 1)
}

/** The only centre is the same under another name. */
const claimantOf = (
  { centre, isOnly }: NonNullable<Progress['claim']>,
  centres: readonly Centre[],
) =>
  centres.find(({ name }) => name === centre) ??
  (isOnly && centres.length === 1 ? centres[0] : undefined)

/** Why something is left. */
function reasonOf({ verdict }: Attempt): string {
  if (verdict.kind !== 'answered') return verdict.reason
  const later = verdict.answer.units.find(({ status }) => status === 'later')
  return later && 'reason' in later ? later.reason : ''
}
