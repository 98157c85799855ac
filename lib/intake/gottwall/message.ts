import { isFields } from '#lib/intake/untrusted.ts'
import type { Kind } from '#lib/metrics/terms.ts'
import type { Filter, MetricUpdate } from '#lib/metrics/update.ts'

/** What a message says, before it is checked. */
export interface Message {
  action: unknown
  project: unknown
  name: unknown
  timestamp: unknown
  value: unknown
  filters: unknown
}

const KINDS: Readonly<Record<string, Kind>> = {
  ...{ incr: 'counter', decr: 'counter', avg: 'average', gauge: 'gauge' },
  ...{ timing: 'distribution', histogram: 'distribution' },
}

export const ACTIONS = Object.keys(KINDS)

export const isAction = (action: unknown): action is string =>
  typeof action === 'string' && Object.hasOwn(KINDS, action)

/** Short names win over long ones; a value that is 0 or missing is 1, as GottWall has it. */
export function readMessage(fields: Record<string, unknown>): Message {
  return {
    action: fields.a ?? fields.action ?? null,
    project: fields.p ?? fields.project ?? null,
    name: fields.n ?? fields.name ?? null,
    timestamp: fields.ts ?? fields.timestamp ?? null,
    value: (fields.v ?? fields.value) || 1,
    filters: fields.f ?? fields.filters ?? null,
  }
}

/** The update of a message, or in words why there is none. `now` in unix seconds stands for a missing time. */
export function updateOf(fields: unknown, action: unknown, now: number): MetricUpdate | string {
  if (!isFields(fields)) return 'a message is to be a JSON object'
  const message = readMessage(fields)
  const verb = action ?? message.action
  if (!isAction(verb)) return 'the action is to be incr, decr, avg, gauge or timing'
  if (typeof message.name !== 'string') return 'the name is missing'
  const value = numberOf(message, fields, verb)
  if (value === null) return 'the value is to be a number'
  const at = message.timestamp === null ? now : secondsOf(message.timestamp)
  if (at === null) return 'the time is to be unix seconds or YYYY-MM-DDTHH:MM:SS'
  const filters = filtersOf(message.filters)
  if (!filters) return 'filters are to be an object of texts or lists of texts'
  return { name: message.name, kind: KINDS[verb] as Kind, value, times: 1, at, filters }
}

/** Whether 0 is nothing or a number like any other: only what is added up has no use for it. */
function numberOf(
  message: Message,
  fields: Record<string, unknown>,
  action: string,
): number | null {
  const isAdded = KINDS[action] === 'counter'
  const given = isAdded ? message.value : (fields.v ?? fields.value ?? 1)
  const value = typeof given === 'string' && given.trim() !== '' ? Number(given) : given
  if (typeof value !== 'number' || !Number.isFinite(value)) return null
  return action === 'decr' ? -Math.abs(value) : value
}

/** Unix seconds of whole or broken seconds, or of a text, which is in UTC unless it says otherwise. Null: neither. */
export function secondsOf(time: unknown): number | null {
  if (typeof time === 'number') return Number.isFinite(time) ? time : null
  if (typeof time !== 'string') return null
  if (/^\d{1,15}(\.\d{1,9})?$/.test(time)) return Number(time)
  const [, date, clock, zone = 'Z'] = TEXT.exec(time) ?? []
  if (date === undefined) return null
  const at = Date.parse(`${date}T${clock}${zone}`)
  return Number.isNaN(at) ? null : at / 1000
}

const TEXT = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d(?:\.\d{1,9})?)(Z|[+-]\d\d:?\d\d)?$/

function filtersOf(given: unknown): Filter[] | null {
  if (given === null) return []
  if (!isFields(given)) return null
  const filters: Filter[] = []
  for (const name of Object.keys(given).sort()) {
    const values = textsOf(given[name])
    if (!values) return null
    if (values.length > 0) filters.push({ name, values })
  }
  return filters
}

/** Each value once, as text; null when one is neither text nor number nor truth. */
function textsOf(given: unknown): string[] | null {
  if (typeof given === 'string') return [given]
  const values = Array.isArray(given) ? given : [given]
  const texts = values.map(value =>
    typeof value === 'object' && value !== null ? null : String(value),
  )
  return texts.includes(null) ? null : [...new Set(texts as string[])]
}
