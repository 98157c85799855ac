import { hostname } from 'node:os'
import type { Body } from './deep.ts'

/** What goes out for one context. Times in unix seconds. */
export interface Event {
  type: string
  /** of its context tree */
  id: string | number
  /** its own; a repeat is recognised by it */
  uid: string
  host: string
  pid: number
  start: number
  end: number
  /** null when it could not be encoded */
  body: Body | null
}

/** A context, as far as its event goes. */
export interface Told {
  name: string
  id: string | number
  uid: string
  startedAt: number
  body: Body
}

const host = hostname()

export const eventOf = ({ name, id, uid, startedAt, body }: Told): Event => ({
  ...{ type: name, id, uid, host, pid: process.pid },
  ...{ start: startedAt, end: Date.now() / 1000, body },
})
