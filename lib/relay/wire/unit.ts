import type { ErrorEvent } from '#lib/errors/event.ts'
import type { Event } from '#lib/events/event.ts'
import type { Point } from '#lib/metrics/totals/counted.ts'
import type { MetricUpdate } from '#lib/metrics/update.ts'
import type { Protocol } from '#lib/projects/schema.ts'
import type { Notification } from '#lib/streams/distiller/notification.ts'

/** What a unit may hold, by its field. */
export interface Items {
  errors: ErrorEvent
  metrics: MetricUpdate | Point
  events: Event
  notifications: Notification
}
export type Kind = keyof Items
export const KINDS = [
  'errors',
  'metrics',
  'events',
  'notifications',
] as const satisfies readonly Kind[]

/** By which way something came in; `belfry` never comes to a relay. */
export type Input = Protocol | 'belfry'

/**
 * What a relay keeps on its disk and sends on as one: things of one kind that came by one way. It is counted once, however
 * often it comes, since it has a key. One line of JSON, on the disk and on the wire.
 */
export type Unit = { key: string; input: Input } & { [K in Kind]?: readonly Items[K][] }

/** How many things are in it. */
export const countOf = ({ errors, metrics, events, notifications }: Unit): number =>
  (errors ?? metrics ?? events ?? notifications ?? []).length
