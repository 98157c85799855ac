import type { Plain } from '#lib/plugin.ts'
import type { StreamState } from '#lib/streams/states.ts'

/** A stream as lists show it. Times are ISO 8601 in UTC, exact to the microsecond. */
export interface StreamView {
  id: number
  project: string
  projectId: number
  /** the trigger's name */
  trigger: string
  triggerId: number
  /** of the trigger, when the stream was opened */
  version: number
  state: StreamState
  /** one more with every change of state */
  serial: number
  /** whether events come to it still */
  open: boolean
  /** its distinguishing values; times are `{ datetime }`, ranges `{ begin, end }` */
  traits: Record<string, Plain>
  firstEvent: string
  lastEvent: string
  expireAt: string
  /** null: not all that it waits for is there */
  fireAt: string | null
  /** when an engine looks at it next; null: never */
  dueAt: string | null
  eventCount: number
  /** how many pipelines led to it */
  depth: number
  /** of the pipeline that is due */
  attempts: number
  error: string | null
  openedAt: string
  changedAt: string
}

export type StreamRow = Omit<StreamView, 'id'> & { id: string }

const iso = (column: string) =>
  `to_char(s.${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`

/** The columns of a StreamRow, of `stream s`, `trigger t`, `trigger_version v` and `project p`. */
export const COLUMNS = `
  s.id::text, p.name as project, s.project_id as "projectId", t.name as trigger, t.id as "triggerId",
  v.version, s.state, s.serial, s.open, s.traits, s.events as "eventCount", s.depth, s.attempts, s.error,
  ${iso('first_event')} as "firstEvent", ${iso('last_event')} as "lastEvent",
  ${iso('expire_at')} as "expireAt", ${iso('fire_at')} as "fireAt", ${iso('due_at')} as "dueAt",
  ${iso('opened_at')} as "openedAt", ${iso('changed_at')} as "changedAt"`

export const JOINED = `
  join trigger t on t.id = s.trigger_id
  join trigger_version v on v.id = s.version_id
  join project p on p.id = s.project_id`

export const viewOf = (row: StreamRow): StreamView => ({ ...row, id: Number(row.id) })
