import { complain, complainBy } from './complaints.ts'
import { type Courier, openCourier } from './courier.ts'
import { readDsn } from './dsn.ts'
import { type Event, encode } from './event.ts'
import { poster } from './post.ts'
import { sendTo } from './sink.ts'
import { openSpool } from './spool.ts'

export interface Options {
  /** how many events wait to be sent at most; default 3,500. What is more is dropped, and counted */
  queueSize?: number
  /** a folder for what cannot be sent, so that it goes out later, after a restart too; default none */
  spool?: string
  /** what the spool takes at most; default 100 MiB */
  spoolBytes?: number
  /** how long the end of the process waits for what is not sent yet; default 2,000 ms */
  exitMs?: number
  /** where mistakes of use and failures are told; default the console */
  complain?: (message: string) => void
}

const QUEUE_SIZE = 3_500
const SPOOL_BYTES = 100 * 1024 * 1024
const EXIT_MS = 2_000

let courier: Courier | undefined
let exitMs = EXIT_MS
let isAtExit = false

/**
 * Says where events go: an address with the keys of a project, `http://PUBLIC_KEY@host:8890`, or a function of one's own.
 * Without one, or with an empty one, everything here does nothing. Throws a TypeError when the address is none.
 */
export function configure(
  to: string | ((event: Event) => void) | null | undefined,
  options: Options = {},
): void {
  if (options.complain) complainBy(options.complain)
  exitMs = options.exitMs ?? EXIT_MS
  courier?.retire()
  courier = undefined
  if (!to) sendTo(null)
  else if (typeof to === 'function') sendTo(safely(to))
  else sendOver(to, options)
}

function sendOver(dsn: string, options: Options) {
  const { queueSize = QUEUE_SIZE, spool, spoolBytes = SPOOL_BYTES } = options
  const opened = openCourier({
    post: poster(readDsn(dsn), '/events'),
    queueSize,
    spool: spool === undefined ? undefined : openSpool(spool, spoolBytes),
  })
  courier = opened
  sendTo(event => void opened.send(encode(event)))
  flushAtExit()
}

/** Resolves when everything that was recorded is sent, or after so many milliseconds. True when everything is. */
export const flush = async (limitMs = 5_000): Promise<boolean> =>
  (await courier?.flush(limitMs)) ?? true

/** Events that could not be kept, or were refused, since the start. */
export const droppedEvents = (): number => courier?.dropped ?? 0

/** `process.exit` and the end of all work: what can be sent is, and what cannot goes to the disk if that was asked for. */
function flushAtExit() {
  if (isAtExit) return
  isAtExit = true
  process.once('beforeExit', () => void courier?.flush(exitMs))
  process.on('exit', () => courier?.keep())
}

const safely = (record: (event: Event) => void) => (event: Event) => {
  try {
    record(event)
  } catch (error) {
    complain(`an event could not be recorded: ${(error as Error).message}`)
  }
}
