import type { z } from 'zod'
import { fieldsOf } from '#lib/form.ts'
import type { GuardedFetch, Policy } from '#lib/http.ts'

/** How a setting of a plugin is shown; given to its schema by `.meta()`. */
declare module 'zod' {
  interface GlobalMeta {
    /** never leaves the server again once saved */
    secret?: boolean
    /** what an empty field shows */
    placeholder?: string
    /** a text of several lines */
    multiline?: boolean
  }
}

export type StateName = 'OK' | 'ALARM' | 'ERROR' | 'INACTIVE'

/** Plain data: what crosses the border of the sandbox. */
export type Plain = null | boolean | number | string | Plain[] | { [key: string]: Plain }

type Settings = z.ZodObject
type Arguments = readonly z.ZodType[]
type Values<A extends Arguments> = { -readonly [K in keyof A]: z.output<A[K]> }

/** What of all that is limited to groups somebody comes at: everything, or what some groups open. */
export type Reach = { all: true } | { all: false; groups: readonly string[] }

/** A source's way to the world. */
export interface SourceContext {
  /** the key of the configured instance */
  key: string
  /** of whoever asks, for what sources of Belfry's own store may tell them */
  reach: Reach
  /** guarded for what an admin typed: redirects, link-local and metadata addresses are checked */
  fetch: GuardedFetch
  /** aborts when the call's time is over or its run was ended */
  signal: AbortSignal
  /** milliseconds that this call may still take */
  timeoutMs: number
}

export interface Method<Config, A extends Arguments = Arguments> {
  /** one line of help, shown by the editor's completion and the documentation */
  description: string
  /** one schema per argument; `title` in its meta names it, trailing ones may be optional */
  args: A
  /** what the script gets back; drawn as a TypeScript type in the editor */
  returns: z.ZodType
  call(config: Config, args: Values<A>, context: SourceContext): Promise<unknown>
}

export interface SourcePlugin<S extends Settings = Settings> {
  id: string
  label: string
  description: string
  config: S
  methods: Record<string, Method<z.output<S>>>
  /** Asks the least that shows that the settings work; throws what is wrong. */
  check(config: z.output<S>, context: SourceContext): Promise<unknown>
  /** What an admin should know of settings that work, or null. */
  warn?(config: z.output<S>, context: SourceContext): Promise<string | null>
  /** Who chose the addresses that its `fetch` is asked for; default: an admin. */
  policy?(config: z.output<S>): Policy
  /** Frees what is held for these settings (pools, child processes). */
  close?(config: z.output<S>): Promise<void>
}

/**
 * Declares a source plugin. Its methods are made by a function of `method`, which knows the settings' type:
 * `methods: method => ({ getSum: method({ … }) })`.
 */
export function defineSource<S extends Settings, M extends Record<string, Method<z.output<S>>>>(
  plugin: Omit<SourcePlugin<S>, 'methods'> & {
    methods: (
      method: <const A extends Arguments>(
        declaration: Method<z.output<S>, A>,
      ) => Method<z.output<S>, A>,
    ) => M
  },
) {
  return { ...plugin, methods: plugin.methods(declaration => declaration) }
}

/** A stream whose pipeline tells something. */
export interface ToldStream {
  id: string
  triggerId: number
  /** it is complete, or its time is over */
  occasion: 'fire' | 'expire'
  /** its distinguishing values */
  traits: Readonly<Record<string, Plain>>
  /** the same for all that is told of a trigger and these values: what belongs together */
  thread: string
}

/** One transition as it is told by an alert, or what a stream's pipeline tells. */
export interface Transition {
  /** stable over all attempts, so that a receiver can drop a repeat */
  deliveryId: string
  /** 0 for a stream */
  monitorId: number
  /** the monitor's name, or the trigger's */
  monitor: string
  /** what tells it, unless it is a monitor */
  stream?: ToldStream
  tags: string[]
  /** null for a stream, which had no state before */
  from: StateName | null
  to: StateName
  message: string
  /** the value as stored: number, text, object of numbers or null */
  value: Plain
  unit: string
  at: Date
  /** 0, or the how-manieth repetition while the monitor stays bad */
  repeat: number
  /** the page of the monitor or the stream */
  url: string
  /** where the runbook can be read, or null without one */
  runbookUrl: string | null
  /** the value's recent history in words, or '' */
  history: string
  /** sent by the test button: nothing happened */
  test: boolean
}

/** An alert's way to the world. */
export interface AlertContext {
  fetch: GuardedFetch
  signal: AbortSignal
}

export interface AlertPlugin<S extends Settings = Settings> {
  id: string
  label: string
  description: string
  config: S
  /**
   * Tells one transition; resolves when the other side has taken it.
   * Throws a RemoteError, `permanent` when another try cannot help. What is returned is noted as the answer's status.
   */
  send(
    config: z.output<S>,
    transition: Transition,
    context: AlertContext,
  ): Promise<{ status: string }>
}

export function defineAlert<S extends Settings>(plugin: AlertPlugin<S>): AlertPlugin<S> {
  return plugin
}

/** Reading a schema takes longer than all else of a delivery, and it never changes. */
const knownSecrets = new WeakMap<Settings, readonly string[]>()

/** The names of the settings that are secret. */
export function secretKeys(config: Settings): readonly string[] {
  const known = knownSecrets.get(config)
  if (known) return known
  const secret = fieldsOf(config).filter(field => field.secret)
  const keys = secret.map(({ key }) => key)
  knownSecrets.set(config, keys)
  return keys
}
