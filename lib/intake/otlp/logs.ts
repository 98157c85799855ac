import type { ErrorEvent } from '#lib/errors/event.ts'
import { UserError } from '#lib/failures.ts'
import { type LogRecord, readRecord } from '#lib/intake/otlp/record.ts'

/** Collectors send batches of some thousands. */
const RECORDS_LIMIT = 50_000

/** What a request comes to: its records as errors, and how many of them could not be taken. */
export interface Logs {
  events: ErrorEvent[]
  rejected: number
}

/** Throws a UserError when there are too many. */
export function readLogs(records: Iterable<LogRecord | undefined>, now: number): Logs {
  const logs: Logs = { events: [], rejected: 0 }
  for (const record of records) {
    if (record) logs.events.push(readRecord(record, now))
    else logs.rejected++
    if (logs.events.length + logs.rejected > RECORDS_LIMIT)
      throw new UserError(`The request has more than ${RECORDS_LIMIT} records; send it in parts.`, {
        code: 'too_large',
      })
  }
  return logs
}
