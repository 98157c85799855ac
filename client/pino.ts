import { type LogOptions, recordLog } from './logs/record.ts'

/** Pino's numbers; levels of an application's own stay numbers. */
const LEVELS: Record<number, string> = {
  ...{ 10: 'trace', 20: 'debug', 30: 'info', 40: 'warn', 50: 'error', 60: 'fatal' },
}

/**
 * A stream for pino, beside the one that it writes to: `pino({}, pino.multistream([{ stream: process.stdout }, { stream: pinoEvents() }]))`.
 * Each line becomes an event, as pino wrote it: redacted and with what its serializers made of it.
 */
export const pinoEvents = (options: LogOptions = {}): { write(line: string): void } => ({
  write(line) {
    const told = fieldsIn(line)
    if (!told) return
    // The event has these already, or in its own words.
    const { level, name, msg, err, time: _, pid: _pid, hostname: _host, ...fields } = told
    const { stack, message } = (err ?? {}) as { stack?: string; message?: string }
    recordLog(
      {
        name: typeof name === 'string' ? name : undefined,
        level: LEVELS[level as number] ?? String(level),
        msg: String(msg ?? message ?? ''),
        exception: stack ?? message,
        fields,
      },
      options,
    )
  },
})

/** Undefined for what is not as pino writes it. */
function fieldsIn(line: string): Record<string, unknown> | undefined {
  try {
    const told: unknown = JSON.parse(line)
    return typeof told === 'object' && told !== null ? (told as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}
