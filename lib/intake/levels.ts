import { LEVELS, type LevelName } from '#lib/errors/event.ts'
import { textOf } from '#lib/intake/untrusted.ts'

/** What systems call them beside syslog's own names. */
const OTHER_NAMES: Record<string, LevelName> = {
  emerg: 'emergency',
  panic: 'emergency',
  crit: 'critical',
  fatal: 'critical',
  err: 'error',
  severe: 'error',
  exception: 'error',
  warn: 'warning',
  log: 'info',
  information: 'info',
  informational: 'info',
  verbose: 'debug',
  trace: 'debug',
}

/** The position in LEVELS of what a sender calls a level, in any case; undefined when nobody calls one so. */
export function levelNamed(value: unknown): number | undefined {
  const name = textOf(value, 50).trim().toLowerCase()
  const known = Object.hasOwn(OTHER_NAMES, name) ? OTHER_NAMES[name] : (name as LevelName)
  const level = LEVELS.indexOf(known as LevelName)
  return level < 0 ? undefined : level
}

/** The same for syslog's numbers, 0 to 7, which come as numbers or as digits. */
export const syslogLevel = (value: unknown): number | undefined =>
  /^[0-7]$/.test(textOf(value, 50).trim()) ? Number(value) : undefined
