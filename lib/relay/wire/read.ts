import { z } from 'zod'
import type { ErrorEvent } from '#lib/errors/event.ts'
import type { Event } from '#lib/events/event.ts'
import { UserError } from '#lib/failures.ts'
import { refuseHugeJson } from '#lib/intake/json-size.ts'
import { isFields, jsonOf } from '#lib/intake/untrusted.ts'
import type { Point } from '#lib/metrics/totals/counted.ts'
import type { MetricUpdate } from '#lib/metrics/update.ts'
import { PROTOCOLS } from '#lib/projects/schema.ts'
import { relayedError } from '#lib/relay/wire/errors.ts'
import { relayedEvent } from '#lib/relay/wire/events.ts'
import { linesOf } from '#lib/relay/wire/lines.ts'
import { relayedMetric } from '#lib/relay/wire/metrics.ts'
import { relayedNotification } from '#lib/relay/wire/notifications.ts'
import { type Items, KINDS, type Kind, type Unit } from '#lib/relay/wire/unit.ts'

const UNITS_LIMIT = 10_000
/** Of a sender's own, and of its parts. */
const KEY_LIMIT = 250

const head = z.object({ key: z.string().min(1).max(KEY_LIMIT), input: z.enum(PROTOCOLS) })

/** A unit as it came in; `invalid` is how many of its things are not what they are said to be. */
export interface Arrived {
  unit: Unit
  bytes: number
  invalid: number
}

/** Reads units, one a line. Throws a UserError that names the line which is none. */
export function readUnits(body: Buffer): Arrived[] {
  const lines = linesOf(body, UNITS_LIMIT)
  if (lines.length > UNITS_LIMIT)
    throw new UserError(`A body may have ${UNITS_LIMIT} units.`, { code: 'too_large' })
  return lines.map((line, i) => {
    const arrived = readUnit(line)
    if (!arrived) throw new UserError(`Line ${i + 1} of the body is no unit of a relay.`)
    return arrived
  })
}

function readUnit(line: Buffer): Arrived | undefined {
  refuseHugeJson(line)
  const given = jsonOf(line.toString())
  const { data } = head.safeParse(given)
  const kind = isFields(given) ? KINDS.find(kind => Array.isArray(given[kind])) : undefined
  if (!data || !kind) return undefined

  const items = (given as Record<Kind, unknown[]>)[kind]
  const good = items.flatMap(item => READERS[kind](item) ?? [])
  const unit: Unit = { ...data, [kind]: good }
  return { unit, bytes: line.length, invalid: items.length - good.length }
}

/** Undefined for what is not of its kind. */
const READERS: { [K in Kind]: (item: unknown) => Items[K] | undefined } = {
  errors: item => relayedError.safeParse(item).data as ErrorEvent | undefined,
  metrics: item => relayedMetric.safeParse(item).data as MetricUpdate | Point | undefined,
  events: item => relayedEvent.safeParse(item).data as Event | undefined,
  notifications: relayedNotification,
}
