import { z } from 'zod'
import type { Method, SourcePlugin } from '#lib/plugin.ts'
import { ownSources, sourcePlugin } from '#lib/registry.ts'
import { argumentName } from '#lib/sources/arguments.ts'
import { typeText } from '#lib/sources/type-text.ts'

const streams = `
/** An event of a stream. */
interface StreamEvent {
  /** its own; a repeat is recognised by it */
  uid: string
  type: string
  /** when it ended */
  at: Date
  start: Date
  /** of its context tree */
  id: string
  host: string
  pid: number | null
  traits: Record<string, any>
}
interface Stream {
  id: string
  /** name of the trigger that collected it */
  trigger: string
  /** it is complete, or its time is over */
  occasion: 'fire' | 'expire'
  /** the distinguishing values */
  traits: Record<string, any>
  firstEvent: Date
  lastEvent: Date
  /** its page */
  url: string
}
`.trim()

const common = `
/** Waits; the time limit goes on. */
declare function sleep(ms: number): Promise<void>

/** Thrown by fail(). */
declare class MonitorFailure extends Error {}

declare function mean(numbers: number[]): number
declare function median(numbers: number[]): number
/** The value below which p per cent of the numbers lie; p is 0 to 100. */
declare function percentile(numbers: number[], p: number): number
declare function stdev(numbers: number[]): number
declare function sum(numbers: number[]): number
declare function min(numbers: number[]): number
declare function max(numbers: number[]): number

/** Kept: the first and the last 32 KiB. */
declare const console: {
  log(...values: unknown[]): void
  debug(...values: unknown[]): void
  info(...values: unknown[]): void
  warn(...values: unknown[]): void
  error(...values: unknown[]): void
}
`.trim()

/** What the script of a monitor sees besides `sources`, as TypeScript declarations. */
const scriptGlobals = `
/** Ends the run as ALARM with this message; what was recorded before is kept. */
declare function fail(message: string, value?: number | string | Record<string, number>): never
/** Ends the run as "no data"; the monitor's policy says what becomes of it. */
declare function noData(message?: string): never
/** Keeps a further number beside the returned one; 'value' is the returned one itself. */
declare function record(name: string, value: number): void

/** The time for which this run was planned. */
declare const now: Date
/** What the last run came to. */
declare const previous: {
  state: 'OK' | 'ALARM' | 'ERROR' | 'INACTIVE'
  value: number | string | Record<string, number> | null
  at: Date | null
}
declare const monitor: { name: string; tags: string[] }

${streams}
/** The stream that a pipeline runs this monitor with; null in all other runs. */
declare const stream: (Stream & { eventCount: number; events: StreamEvent[] }) | null

${common}
`.trim()

/** What a script that is a step of a pipeline sees besides `sources`, as TypeScript declarations. */
export const stepGlobals = `
${streams}
declare const stream: Stream
/** By their times. Those that are returned go on to the next step; without a return, all. */
declare const events: StreamEvent[]
/** Shared by the steps of a pipeline: what is set here, those after this one see. */
declare const env: Record<string, any>
/** Ends the pipeline: it failed. */
declare function fail(message: string): never
declare const now: Date

${common}
`.trim()

/** A configured source, as far as its types go. */
export interface Named {
  key: string
  type: string
  description: string
  enabled: boolean
}

/** The TypeScript declarations of all that a script sees, with exactly these sources, for the editor. */
export function declarationsOf(instances: readonly Named[], globals = scriptGlobals): string {
  const own = ownSources.map(plugin => declaration(plugin.id, plugin, plugin.description))
  const configured = instances.flatMap(({ key, type, description, enabled }) => {
    const plugin = sourcePlugin(type)
    return plugin && enabled ? [declaration(key, plugin, description || plugin.description)] : []
  })
  const sources = [...own, ...configured].join('\n')
  return `${globals}\n\ndeclare const sources: {\n${sources}\n}\n`
}

/** How a method is called, as in `getSum(path: string, from?: string): Promise<number>`. */
export function signature(name: string, { args, returns }: Method<never>): string {
  const list = args.map((schema, index) => {
    const mark = isOptional(schema) ? '?' : ''
    return `${argumentName(schema, index)}${mark}: ${typeText(schema, 'input')}`
  })
  return `${name}(${list.join(', ')}): Promise<${answerText(returns)}>`
}

function declaration(key: string, plugin: SourcePlugin, description: string): string {
  const methods = Object.entries(plugin.methods).map(
    ([name, method]) => `${comment(method.description, '    ')}    ${signature(name, method)}\n`,
  )
  return `${comment(`${plugin.label}: ${description}`, '  ')}  ${JSON.stringify(key)}: {\n${methods.join('')}  }`
}

/** An HTTP answer has `json()` besides its data: the sandbox adds it, since functions do not cross into it. */
function answerText(returns: z.ZodType): string {
  const isHttpAnswer =
    returns instanceof z.ZodObject && 'status' in returns.shape && 'text' in returns.shape
  return typeText(returns, 'output') + (isHttpAnswer ? ' & { json(): any }' : '')
}

const isOptional = (schema: z.ZodType): boolean => schema.safeParse(undefined).success

const comment = (text: string, indent: string): string =>
  `${indent}/** ${text.replaceAll('*/', '* /').replace(/\s+/g, ' ')} */\n`
