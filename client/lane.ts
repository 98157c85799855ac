import { join } from 'node:path'
import { complain } from './complaints.ts'
import { type Courier, openCourier } from './courier.ts'
import type { Destination } from './dsn.ts'
import { post, type Request, requestOf } from './post.ts'
import { openSpool, type Spool } from './spool.ts'
import { textOf } from './thrown.ts'

const LINES = 'application/x-ndjson'

export interface LaneOptions {
  /** of its part of the spool */
  name: string
  path: string
  contentType?: string
  batchLines?: number
  /** how many wait at most */
  queueSize: number
  spool: string | undefined
  spoolBytes: number
}

/** The way that one kind of things goes. */
export interface Lane {
  courier: Courier
  spool: Spool | undefined
  requestOf(lines: readonly string[]): Request
}

export function openLane(to: Destination, options: LaneOptions): Lane {
  const { name, path, contentType = LINES, queueSize, batchLines, spool: folder } = options
  const spool = folder === undefined ? undefined : spoolIn(join(folder, name), options.spoolBytes)
  const ofLines = (lines: readonly string[]) => requestOf(to, { path, contentType }, lines)
  const send = (lines: readonly string[]) => post(ofLines(lines))
  const courier = openCourier({ post: send, queueSize, batchLines, spool })
  return { courier, spool, requestOf: ofLines }
}

/** An application goes on without a spool that cannot be had. */
function spoolIn(folder: string, mostBytes: number): Spool | undefined {
  try {
    return openSpool(folder, mostBytes)
  } catch (error) {
    complain(`there is no spool: ${textOf(error)}`)
    return undefined
  }
}
