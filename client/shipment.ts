import { join } from 'node:path'
import { openCourier } from './courier.ts'
import type { Destination } from './dsn.ts'
import { encode } from './encode.ts'
import { postNow } from './last-post.ts'
import { openTotals } from './metrics/totals.ts'
import { post, requestOf, type Way } from './post.ts'
import type { Recorder } from './sink.ts'
import { openSpool } from './spool.ts'

export interface ShipmentOptions {
  /** how many events wait at most */
  queueSize: number
  spool: string | undefined
  /** of each kind of things */
  spoolBytes: number
}

/** Everything that goes to one project of one intake. */
export interface Shipment extends Required<Recorder> {
  flush(limitMs: number): Promise<boolean>
  /** For the very end, standing still for so long at most: what cannot be sent goes to the spool. */
  leave(limitMs: number): void
  readonly dropped: number
}

const LINES = 'application/x-ndjson'
/** Each an error with its trace, or the numbers of ten seconds. */
const ERRORS = 500
const REPORTS = 100

/** Throws when the folder of the spool cannot be made. */
export function openShipment(to: Destination, options: ShipmentOptions): Shipment {
  const { queueSize, spool: folder, spoolBytes } = options
  const open = (name: string, way: Way, size: number, batchLines?: number) => {
    const spool = folder === undefined ? undefined : openSpool(join(folder, name), spoolBytes)
    const send = (lines: readonly string[]) => post(requestOf(to, way, lines))
    return { way, spool, courier: openCourier({ post: send, queueSize: size, batchLines, spool }) }
  }
  const events = open('events', { path: '/events', contentType: LINES }, queueSize)
  const errors = open('errors', { path: '/errors', contentType: LINES }, ERRORS)
  const json = { path: '/v1/metrics', contentType: 'application/json' }
  const reports = open('metrics', json, REPORTS, 1)
  const totals = openTotals(report => reports.courier.send(report))
  const all = [events, errors, reports]

  return {
    event(event) {
      const line = encode(event, 'body')
      if (line !== undefined) events.courier.send(line)
    },
    error(error) {
      const line = encode(error, 'extra')
      if (line !== undefined) errors.courier.send(line)
    },
    measure: totals.add,
    async flush(limitMs) {
      totals.report()
      const flushed = await Promise.all(all.map(({ courier }) => courier.flush(limitMs)))
      return flushed.every(Boolean)
    },
    leave(limitMs) {
      totals.report()
      const left = all.flatMap(({ way, spool, courier }) =>
        courier.leave().map(lines => ({ lines, spool, request: requestOf(to, way, lines) })),
      )
      const taken = postNow(
        left.map(({ request }) => request),
        limitMs,
      )
      for (const [i, { lines, spool }] of left.entries()) if (!taken[i]) spool?.keep(lines)
    },
    get dropped() {
      return all.reduce((sum, { courier }) => sum + courier.dropped, 0)
    },
  }
}
