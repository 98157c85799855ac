import type { z } from 'zod'
import type { ErrorEvent } from '#lib/errors/event.ts'
import type { MetricUpdate } from '#lib/metrics/update.ts'
import type { Plain, Reach } from '#lib/plugin.ts'
import type { Sandbox } from '#lib/sandbox/pool.ts'
import type { Micros, StreamEvent } from '#lib/streams/event.ts'

/** Why a pipeline runs: its stream is complete, or its time is over. */
export type Occasion = 'fire' | 'expire'

/** What handlers know of the stream that they run over. */
export interface StreamFacts {
  id: string
  projectId: number
  /** the trigger's name */
  trigger: string
  triggerId: number
  occasion: Occasion
  /** its distinguishing values; times and ranges as ISO 8601 */
  traits: Readonly<Record<string, Plain>>
  firstEvent: Micros
  lastEvent: Micros
  /** how many pipelines led to it */
  depth: number
  /** its page */
  url: string
}

/** Shared by the handlers of one run of a pipeline, as Winchester's env: plain data by name. */
export type Env = Record<string, Plain>

export interface HandlerContext {
  stream: StreamFacts
  /** for steps that are scripts */
  sandbox: Pick<Sandbox, 'run'>
  /** what the groups of the stream's project open to them */
  reach: Reach
  /** ends with the time that the pipeline has */
  signal: AbortSignal
  /** a line of the stream's log */
  log(level: 'info' | 'warn' | 'error', message: string): void
}

/**
 * An event that a handler makes. What it leaves out: `uid`, made of the stream and its place (of those that come again with the same one
 * only the first is taken); the times, that of the commit; the tree, one of its own.
 */
export type NewEvent = Pick<StreamEvent, 'type' | 'traits'> & Partial<StreamEvent>

/** What a change is told with by a pipeline's alert. */
export interface Notice {
  state: 'OK' | 'ALARM' | 'ERROR'
  message: string
  value: Plain
  /** keys of the alerts; null: all that are on for that state */
  alerts: readonly string[] | null
}

/** Where a pipeline's webhook sends to: an address that an editor typed, or the webhook of an admin. */
export type Target =
  | { url: string; method: 'POST' | 'PUT' | 'PATCH'; headers: Readonly<Record<string, string>> }
  | { alert: string }

/** What a pipeline's webhook is to send. */
export interface Post {
  target: Target
  body: Plain
}

export interface MonitorRun {
  monitor: string
  /** what its script sees as `stream` */
  input: Plain
}

/** What the end of a stream brings about: written in the transaction that ends it, so that it happens once. */
export interface Effects {
  events: NewEvent[]
  metrics: MetricUpdate[]
  errors: ErrorEvent[]
  notices: Notice[]
  posts: Post[]
  runs: MonitorRun[]
}

/** One step while it runs over one stream. */
export interface Handler {
  /** Answers the events for the next one; may drop and add some, and has no effects outside. What it throws ends the pipeline. */
  handle(
    events: readonly StreamEvent[],
    env: Env,
  ): Promise<readonly StreamEvent[]> | readonly StreamEvent[]
  /** All handlers went well: says what is to happen. Called in order. */
  commit?(effects: Effects): void
  /** One of the handlers failed, this or another. */
  rollback?(): void
}

/** A name in the settings of a handler. */
export interface Reference {
  kind: 'alert' | 'monitor'
  /** the alert's key, the monitor's name */
  name: string
  /** where it stands in the settings, as `['alerts', 0]` */
  path: (string | number)[]
}

/** What is wrong with a setting, and where it stands. */
export interface Mistake {
  path: (string | number)[]
  message: string
}

/** A kind of step, the same shape as sources and alerts: one file in lib/streams/handlers, one line in its index. */
export interface HandlerPlugin<S extends z.ZodObject = z.ZodObject> {
  id: string
  label: string
  description: string
  params: S
  /** What its settings name; a pipeline that names what is not there is refused when it is saved. */
  refers?(params: z.output<S>): Reference[]
  /** What takes its time to find out: mistakes in settings that the schema takes; such a pipeline is refused when it is saved. */
  mistakes?(params: z.output<S>): Promise<Mistake[]>
  open(params: z.output<S>, context: HandlerContext): Handler
}

export function defineHandler<S extends z.ZodObject>(plugin: HandlerPlugin<S>): HandlerPlugin<S> {
  return plugin
}
