import { pool } from '#lib/db/client.ts'
import { dateOfDay, firstDay } from '#lib/events/days.ts'
import { TookTooLong } from '#lib/events/reading/data.ts'
import { UserError } from '#lib/failures.ts'
import type { CompiledTrigger } from '#lib/streams/definition/compile.ts'
import { eventsByTime, type Which } from '#lib/streams/replay/events/data.ts'
import type { Replay } from '#lib/streams/replay/result.ts'
import { MOST_OPEN, openRun } from '#lib/streams/replay/run.ts'
import { replayOf } from '#lib/streams/replay/tell.ts'
import { countOthers, typesOf } from '#lib/streams/replay/types/data.ts'
import { turns } from '#lib/turns.ts'

interface Asked {
  projectId: number
  /** default a day before `to` */
  from?: Date | undefined
  /** not included; default now, and never later */
  to?: Date | undefined
}

interface Terms {
  /** aborts when nobody waits for it any longer */
  signal: AbortSignal
  limitMs?: number
}

/** Somebody waits for it, and others for the database. */
const LIMIT_MS = 20_000
/** For counting the events of other types, afterwards. */
const OTHERS_MS = 3_000
const AT_ONCE = 2
const DAY_MS = 86_400_000

const turn = turns(AT_ONCE)

/**
 * Runs a trigger over the events of a project that are stored: with their times for a clock it opens, fires and expires
 * streams as it would have, and nothing comes of it. Ends early, and says so, when that takes long or too many streams
 * are open. Throws a UserError when the range is none.
 */
export async function replay(
  trigger: CompiledTrigger,
  asked: Asked,
  { signal, limitMs = LIMIT_MS }: Terms,
): Promise<Replay> {
  const endTurn = await turn(signal).catch(refuseGone)
  try {
    const { missing, ...which } = await whichOf(trigger, asked)
    const deadline = Date.now() + limitMs
    const walked = await walk(trigger, which, deadline, signal)
    const others = await countOthers({ ...which, to: walked.to }, OTHERS_MS)
    return replayOf(trigger, { ...walked, from: which.from, missing, others })
  } finally {
    endTurn()
  }
}

/** What is to be read, and what of the range the store does not have, in words. */
async function whichOf(
  trigger: CompiledTrigger,
  asked: Asked,
): Promise<Which & Pick<Replay, 'missing'>> {
  const { projectId, to = new Date() } = asked
  const { from = new Date(to.getTime() - DAY_MS) } = asked
  if (from > to)
    throw new UserError('The range is the wrong way round.', {
      fields: { from: 'must not be after `to`' },
    })
  const first = await firstDay(pool())
  const begin = first === null || dateOfDay(first) > to ? to : dateOfDay(first)
  const types = [...(await typesOf(projectId))].filter(([, name]) => trigger.fitsType(name))
  return {
    projectId,
    typeIds: types.map(([id]) => id),
    from: Math.max(from.getTime(), begin.getTime()) * 1_000,
    to: Math.min(to.getTime(), Date.now()) * 1_000,
    missing: begin > from ? missingBefore(first) : null,
  }
}

async function walk(trigger: CompiledTrigger, which: Which, deadline: number, signal: AbortSignal) {
  const run = openRun(trigger)
  const leftMs = () => Math.max(deadline - Date.now(), 1)
  let read = 0
  let to = which.from
  const ended = (stopped: string | null) => ({ ...run.end(to), read, to, stopped })
  try {
    for await (const { events, until } of eventsByTime(which, leftMs)) {
      if (signal.aborted) refuseGone()
      for (const event of events) {
        to = event.at
        if (!run.take(event)) return ended(`More than ${MOST_OPEN} streams were open at once.`)
        read++
      }
      to = until
      if (Date.now() >= deadline && to < which.to) return ended(TOO_LONG)
    }
    return ended(null)
  } catch (error) {
    if (error instanceof TookTooLong) return ended(TOO_LONG)
    throw error
  }
}

/** Whoever asked is gone: no bug, which would be logged. */
function refuseGone(): never {
  throw new UserError('Nobody waits for it any longer.', { code: 'unavailable' })
}

function missingBefore(first: number | null): string {
  if (first === null) return 'The store has no events.'
  const day = dateOfDay(first).toISOString().slice(0, 10)
  return `The store has no events from before ${day}. Those that are in the archive are not replayed.`
}

const TOO_LONG = 'It took too long; ask for a shorter range.'
