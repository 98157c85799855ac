import type { Pool } from 'pg'
import type { Event } from '#lib/events/event.ts'
import { type Batch, type Request, weightOf } from '#lib/events/intake/batch.ts'
import type { DropReason, EventIntake, Input, Outcome } from '#lib/events/intake/contract.ts'
import { eventLedger } from '#lib/events/intake/ledger.ts'
import type { Written } from '#lib/events/intake/write.ts'
import { openStored, type Stored } from '#lib/events/live/stored.ts'
import { type IntakeStats, openDesk } from '#lib/projects/intake/desk.ts'
import type { Gate } from '#lib/projects/intake/gate.ts'
import type { Project } from '#lib/projects/schema.ts'
import { openRecorder } from '#lib/recorder.ts'
import { openLanes } from '#lib/recorder-lanes.ts'
import { openStatistics, type Statistics } from '#lib/streams/statistics/statistics.ts'

/** What is held in memory at most, roughly, in bytes. */
const WEIGHT_LIMIT = 64 * 1024 * 1024
const DAY = 86_400
const MINUTE = 60

export interface OpenEventIntake extends EventIntake {
  stats(): IntakeStats
}

export function openEventIntake({ pool, gate }: { pool: Pool; gate: Gate }): OpenEventIntake {
  const stored = openStored()
  const statistics = openStatistics(pool)
  const openLane = () => openRecorder(pool, tellingLedger(stored, statistics))
  const recorder = openLanes([openLane(), openLane()])
  const sizeOf = ({ events }: Request) => events.length
  const desk = openDesk<Input, Outcome, Request, Batch>({
    ...{ recorder, gate, weightLimit: WEIGHT_LIMIT, sizeOf, what: 'an event' },
  })

  /** Null when it was taken, otherwise why not. */
  function take(project: Project, input: Input, given: Event, bytes: number): DropReason | null {
    const event = timely(given, project)
    const obstacle = desk.obstacle(project, input, 1, bytes)
    if (obstacle) return obstacle.reason
    if (!isInWindow(event, project)) return 'out_of_window'
    desk.put({ project, input, events: [event], key: undefined, weight: weightOf(event) })
    return null
  }

  return {
    async accept(project, input, given, { key, bytes = 0 } = {}) {
      desk.require(project, input, given.length, bytes)
      const events = given.map(event => timely(event, project))
      const isFitting = events.map(event => isInWindow(event, project))
      const fitting = events.filter((_, i) => isFitting[i])
      const weight = fitting.reduce((sum, event) => sum + weightOf(event), bytes)
      const taken = await new Promise<Outcome[]>((resolve, reject) =>
        desk.put({ project, input, events: fitting, key, weight, answer: { resolve, reject } }),
      )
      desk.accepted(taken.filter(outcome => outcome === 'accepted').length)
      const late = events.length - fitting.length
      if (late > 0) desk.drop(project, input, 'out_of_window', late)
      const outcomes = taken.values()
      return isFitting.map(fits => (fits ? (outcomes.next().value ?? 'refused') : 'out_of_window'))
    },

    offer: (project, input, event, bytes) =>
      desk.offer(project, input, () => take(project, input, event, bytes)),

    onStored: stored.on,

    room: desk.room,
    drop: desk.drop,
    stats: desk.stats,
    async close() {
      await desk.close()
      await statistics.close()
    },
  }
}

/** The ledger, which tells of what it has written. */
function tellingLedger(stored: Stored, statistics: Statistics): typeof eventLedger {
  return {
    ...eventLedger,
    settle(batch, written) {
      eventLedger.settle(batch, written)
      statistics.add(written.fed.tally)
      if (stored.isHeard()) tell(stored, batch, written)
    },
  }
}

function tell(stored: Stored, { requests }: Batch, { outcomes }: Written) {
  for (const [i, { project, events }] of requests.entries()) {
    const accepted = events.filter((_, k) => outcomes[i]?.[k] === 'accepted')
    if (accepted.length > 0) stored.tell(project, accepted)
  }
}

/** Whose sender told no time has that of a machine on its way (a relay), whose clock may be ahead: then it counts as it comes in. */
function timely(event: Event, { settings }: Project): Event {
  const now = Date.now() / 1000
  if (event.isTimed || event.at <= now + settings.events.futureMinutes * MINUTE) return event
  return { ...event, start: now - (event.at - event.start), at: now }
}

/** Whether its project takes events of that time. */
export function isInWindow({ at }: Event, { settings }: Project): boolean {
  const { pastDays, futureMinutes } = settings.events
  const now = Date.now() / 1000
  return at >= now - pastDays * DAY && at <= now + futureMinutes * MINUTE
}
