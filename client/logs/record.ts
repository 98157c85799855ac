import { Context, type ContextOptions } from '../context.ts'

export interface LogOptions {
  /** default `.log` */
  name?: string
  /** default: all are kept */
  sample?: ContextOptions['sample']
}

/** A line of a log. */
export interface Logged {
  /** of the logger */
  name?: string | undefined
  /** in the logger's own words */
  level: string
  msg: string
  /** with its stack */
  exception?: string | undefined
  /** whatever else the application said with it */
  fields?: Record<string, unknown> | undefined
}

/** The client's own loggers, and those of BlueOx's. */
const OWN = /^(?:belfry|blueox)/

/** A receiver of events may log, which is not to be recorded in turn. */
let isRecording = false

/** Makes a line of a log an event of the work in which it was written. Never throws. */
export function recordLog(logged: Logged, { name = '.log', sample }: LogOptions = {}): void {
  if (isRecording || OWN.test(logged.name ?? '')) return
  isRecording = true
  try {
    const { fields, ...known } = logged
    const open = new Context(name, { sample })
    for (const [key, value] of Object.entries({ ...fields, ...known }))
      if (value !== undefined && key !== '__proto__') open.body[key] = value
    open.done()
  } finally {
    isRecording = false
  }
}
