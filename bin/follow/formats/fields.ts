import type { Told } from '#bin/follow/formats/told.ts'
import { LEVELS } from '#lib/errors/event.ts'
import { levelNamed } from '#lib/intake/levels.ts'
import { type Fields, fieldsOf } from '#lib/intake/untrusted.ts'

const TIMES = ['time', 'timestamp', '@timestamp', 'ts', 'datetime', 'date', 't']
const MESSAGES = ['msg', 'message', 'event', 'error', 'err']
const SEVERITIES = ['level', 'severity', 'lvl', 'levelname', 'log.level']
const TRACES = ['trace_id', 'traceId', 'trace.id', 'dd.trace_id']

/** As pino and bunyan count them. */
const NUMBERS = [
  [60, 'critical'],
  [50, 'error'],
  [40, 'warning'],
  [30, 'info'],
  [10, 'debug'],
] as const

/** Named values, and what some of the names mean to most loggers. */
export function toldBy(fields: Fields): Told {
  const first = (names: readonly string[]) => names.map(name => fields[name]).find(isSaid)
  const time = first(TIMES)
  const message = first(MESSAGES)
  const trace = first(TRACES)
  return {
    fields,
    at: typeof time === 'string' || typeof time === 'number' ? time : undefined,
    message: typeof message === 'object' ? textIn(fieldsOf(message)) : message && String(message),
    level: levelOf(first(SEVERITIES)),
    traceId: typeof trace === 'string' ? trace : undefined,
  }
}

const isSaid = (value: unknown) => value !== undefined && value !== null && value !== ''
const textIn = ({ message }: Fields) => (typeof message === 'string' ? message : undefined)

function levelOf(given: unknown): string | undefined {
  if (typeof given === 'number') return NUMBERS.find(([from]) => given >= from)?.[1]
  const level = levelNamed(given)
  return level === undefined ? undefined : LEVELS[level]
}
