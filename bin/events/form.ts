import { prettyOf } from '#bin/tail/pretty.ts'
import { messageOf } from '#lib/events/archive/message.ts'
import type { StoredEvent } from '#lib/events/data.ts'

/** How an event is printed. */
export type Form = (event: StoredEvent) => Buffer

/** One line of JSON, as the API gives it. */
export const asJson: Form = event => Buffer.from(`${JSON.stringify(event)}\n`)

/** MessagePack in BlueOx's form, for its tools. */
export const asMessage: Form = ({ start, at, ...event }) =>
  messageOf({ ...event, start: start.getTime() / 1000, end: at.getTime() / 1000 })

/** A line about it, and what it says by name. */
export const asWords: Form = ({ start, at, ...event }) =>
  Buffer.from(prettyOf({ ...event, start: start.toISOString(), at: at.toISOString() }))
