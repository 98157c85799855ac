import type { Plain, Reach, StateName } from '#lib/plugin.ts'

/** What a script that is a step of a pipeline is given, beside the stream. */
export interface StepInput {
  events: Plain[]
  env: Record<string, Plain>
}

/** What a step came to, as its script left it. */
export interface StepResult {
  /** what it returned; null: nothing */
  events: Plain
  env: Plain
}

/** Why a run is an ERROR. */
export type Reason =
  | 'exception'
  | 'syntax'
  | 'timeout'
  | 'memory'
  | 'invalid value'
  | 'source'
  | 'runner lost'
  | 'no data'

/** One call of a source during a run. */
export interface CallRecord {
  source: string
  method: string
  /** the arguments as JSON, cut to a readable length */
  args: string
  durationMs: number
  /** size of the answer as JSON */
  bytes: number
  /** the answer in short, as JSON cut to a readable length, when there was one */
  result: string | null
  /** the failure's text, when there was none */
  error: string | null
}

export interface Job {
  script: string
  monitor: { id: number | null; name: string; tags: string[] }
  /** the planned time, which scripts see as `now` */
  now: Date
  previous: { state: StateName; value: Plain; at: Date | null }
  /** the stream that it is run for, as scripts see it; null: none */
  stream?: Plain
  /** set: the script is a step of a pipeline */
  step?: StepInput
  timeoutMs: number
  /** keys of the sources it may use; null: all that are configured and enabled */
  sources: string[] | null
  /** of those that are limited to groups it may use what this opens */
  reach: Reach
}

/** What a script came to. A script that throws or never ends is an outcome, not an error. */
export interface Outcome {
  state: 'OK' | 'ALARM' | 'ERROR'
  /** set for an ERROR, and for `no data` whatever it becomes */
  reason: Reason | null
  /** a finite number, a text of at most 255 characters, an object of finite numbers, or null */
  value: Plain
  /** what was recorded beside the value, and the numbers of a returned object */
  series: Record<string, number>
  message: string
  /** console output, first and last 32 KiB */
  output: string
  calls: CallRecord[]
  startedAt: Date
  durationMs: number
  /** line of the script, as its author sees it, where it failed */
  line: number | null
  /** of a step that went well */
  result?: StepResult
}
