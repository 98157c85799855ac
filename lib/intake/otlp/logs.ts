import { setImmediate as othersFirst } from 'node:timers/promises'
import type { ErrorEvent } from '#lib/errors/event.ts'
import { UserError } from '#lib/failures.ts'
import { type LogRecord, readRecord } from '#lib/intake/otlp/record.ts'

/** Collectors send batches of some thousands. */
const RECORDS_LIMIT = 50_000
/** So long others wait. */
const AT_A_STRETCH_MS = 10

/** What a request comes to: its records as errors, and how many of them could not be taken. */
export interface Logs {
  events: ErrorEvent[]
  rejected: number
}

/** Rejects with a UserError when there are too many. */
export async function readLogs(
  records: Iterable<LogRecord | undefined>,
  now: number,
): Promise<Logs> {
  const logs: Logs = { events: [], rejected: 0 }
  let since = performance.now()
  for (const record of records) {
    if (performance.now() - since > AT_A_STRETCH_MS) {
      await othersFirst()
      since = performance.now()
    }
    if (record) logs.events.push(readRecord(record, now))
    else logs.rejected++
    if (logs.events.length + logs.rejected > RECORDS_LIMIT)
      throw new UserError(`The request has more than ${RECORDS_LIMIT} records; send it in parts.`, {
        code: 'too_large',
      })
  }
  return logs
}
