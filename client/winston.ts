import { AsyncLocalStorage } from 'node:async_hooks'
import { Writable } from 'node:stream'
import { type LogOptions, recordLog } from './logs/record.ts'
import { stackOf } from './thrown.ts'

type Info = Record<string | symbol, unknown>
type Snapshot = ReturnType<typeof AsyncLocalStorage.snapshot>
type Levels = Record<string, number>

/** What winston pipes into a transport. */
interface Logger {
  level?: string
  levels?: Levels
  write(info: Info, ...rest: unknown[]): unknown
}

/** winston's own key for a level before it is coloured. */
const LEVEL = Symbol.for('level')
/** The work in which a line was written. */
const WORK = Symbol('work')

interface WinstonOptions extends LogOptions {
  /** the least that is recorded; default the logger's */
  level?: string
}

/** A transport for winston: `createLogger({ transports: [winstonEvents()] })`. Each line becomes an event. */
export function winstonEvents(options: WinstonOptions = {}): Writable & { log(): void } {
  let logger: Logger | undefined
  const transport = new Writable({
    objectMode: true,
    write(info: Info, _encoding, taken) {
      if (isWanted(info, options.level ?? logger?.level, logger?.levels)) tell(info, options)
      taken()
    },
  })
  transport.on('pipe', from => {
    logger = from as unknown as Logger
    stampLines(logger)
  })
  // winston asks transports for such a method, and calls it of none that is a stream.
  return Object.assign(transport, { log() {} }, options.level && { level: options.level })
}

/** While another transport is slow, winston keeps lines back and hands them on in the middle of other work. */
function stampLines(logger: Logger) {
  const { write } = logger
  logger.write = function (info, ...rest) {
    if (typeof info === 'object' && info !== null) info[WORK] ??= AsyncLocalStorage.snapshot()
    return write.call(this, info, ...rest)
  }
}

function isWanted(info: Info, least: string | undefined, levels: Levels = {}): boolean {
  const [most, own] = [levels[least ?? ''], levels[String(info[LEVEL])]]
  return info.exception === true || most === undefined || own === undefined || own <= most
}

function tell(info: Info, options: LogOptions) {
  const { level, message, label, timestamp: _, stack, ...fields } = info
  const error = [message, ...Object.values(fields)].find(value => value instanceof Error)
  const logged = {
    name: typeof label === 'string' ? label : undefined,
    level: String(info[LEVEL] ?? level),
    msg: error === message && error ? (error as Error).message : String(message),
    exception: typeof stack === 'string' ? stack : error && stackOf(error),
    fields: Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== error)),
  }
  const inWork = info[WORK] as Snapshot | undefined
  if (inWork) inWork(() => recordLog(logged, options))
  else recordLog(logged, options)
}
