import { csvLinesOf } from '#lib/csv.ts'
import type { StoredEvent } from '#lib/events/data.ts'
import { stepsOf } from '#lib/events/query/key.ts'
import { valueAt } from '#lib/events/value-at.ts'

/** How events stand in a file. */
export interface Form {
  head: string
  lines(events: readonly StoredEvent[]): string
}

/** A column for each of these keys, and one with all traits as JSON. */
export function csvForm(keys: readonly string[]): Form {
  const own = ['at', 'start', 'duration', 'project', 'type', 'host', 'pid', 'id', 'uid']
  return {
    head: csvLinesOf([[...own, ...keys, 'traits']]),
    lines: events =>
      csvLinesOf(
        events.map(event => [
          ...[event.at.toISOString(), event.start.toISOString(), event.duration],
          ...[event.project, event.type, event.host, event.pid, event.id, event.uid],
          ...keys.map(key => cellOf(valueAt(event, stepsOf(key) ?? []))),
          event.traits && JSON.stringify(event.traits),
        ]),
      ),
  }
}

export const jsonLinesForm: Form = {
  head: '',
  lines: events => events.map(event => `${JSON.stringify(event)}\n`).join(''),
}

const cellOf = (value: unknown) =>
  typeof value === 'object' && value !== null
    ? JSON.stringify(value)
    : (value as string | undefined)
