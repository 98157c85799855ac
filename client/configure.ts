import { type Application, describeApplication } from './application.ts'
import { complain, complainBy } from './complaints.ts'
import { readDsn } from './dsn.ts'
import { captureError } from './errors.ts'
import type { Event } from './event.ts'
import { endOn, leaveBy } from './exit.ts'
import { openShipment, type Shipment } from './shipment.ts'
import { type Recorder, recordBy } from './sink.ts'
import { textOf } from './thrown.ts'

export interface Options extends Application {
  /** how many events wait to be sent at most; default 3,500. What is more is dropped, and counted */
  queueSize?: number
  /** a folder for what cannot be sent, so that it goes out later, after a restart too; default none */
  spool?: string
  /** what the spool takes at most of events, of errors and of metrics; default 100 MiB each */
  spoolBytes?: number
  /** how long the end of the process waits for what is not sent yet; default 2,000 ms */
  exitMs?: number
  /** whether an exception that ends the process is captured as an error; default true */
  uncaught?: boolean
  /** signals without a handler of the application, upon which what is left is sent before they end the process; default none */
  endOn?: readonly NodeJS.Signals[]
  /** where mistakes of use and failures are told; default the console */
  complain?: (message: string) => void
}

const QUEUE_SIZE = 3_500
const SPOOL_BYTES = 100 * 1024 * 1024
const EXIT_MS = 2_000

let shipment: Shipment | undefined

/**
 * Says where everything goes: an address with the keys of a project, `http://PUBLIC_KEY@host:8890`, default `BELFRY_DSN`; or functions of
 * one's own, the one for events alone or all in an object. Without any, with null or an empty one, everything here does nothing.
 * Throws a TypeError when the address is none.
 */
export function configure(
  to: string | Recorder | ((event: Event) => void) | null | undefined = process.env.BELFRY_DSN,
  options: Options = {},
): void {
  const { exitMs = EXIT_MS } = options
  if (options.complain) complainBy(options.complain)
  describeApplication(options)
  if (shipment) void retire(shipment, exitMs)
  shipment = undefined
  if (!to) recordBy()
  else if (typeof to === 'string') shipTo(to, options, exitMs)
  else recordBy(safely(typeof to === 'function' ? { event: to } : to))
}

/** What was recorded until now still goes where it was to go. */
async function retire(former: Shipment, limitMs: number) {
  await former.flush(limitMs)
  former.leave(0)
}

function shipTo(dsn: string, options: Options, exitMs: number) {
  const { queueSize = QUEUE_SIZE, spool, spoolBytes = SPOOL_BYTES, uncaught = true } = options
  const opened = openShipment(readDsn(dsn), { queueSize, spool, spoolBytes })
  shipment = opened
  recordBy(opened)
  leaveBy({
    flush: async () => shipment?.flush(exitMs),
    leave: () => shipment?.leave(exitMs),
    onUncaught: error => uncaught && captureError(error, { level: 'critical' }),
  })
  endOn(options.endOn ?? [])
}

/** Resolves when everything that was recorded is sent, or after so many milliseconds. True when everything is. */
export const flush = async (limitMs = 5_000): Promise<boolean> =>
  (await shipment?.flush(limitMs)) ?? true

/** The same; what comes later goes nowhere. What could not be sent goes to the spool, if there is one. */
export async function close(limitMs = 5_000): Promise<boolean> {
  const isSent = await flush(limitMs)
  shipment?.leave(0)
  shipment = undefined
  configure(null)
  return isSent
}

/** Events, errors and reports of numbers that could not be kept, or were refused, since this was configured. */
export const droppedEvents = (): number => shipment?.dropped ?? 0

/** Functions of an application's own may fail. */
function safely({ event, error, measure }: Recorder): Recorder {
  const guard =
    <T>(what: string, take: ((item: T) => void) | undefined) =>
    (item: T) => {
      try {
        take?.(item)
      } catch (thrown) {
        complain(`${what} could not be recorded: ${textOf(thrown)}`)
      }
    }
  return {
    event: guard('an event', event),
    error: guard('an error', error),
    measure: guard('a number', measure),
  }
}
