import pino from 'pino'

/**
 * A record with everything escaped that a terminal obeys or that a reader takes for the end of a line. JSON does so itself
 * with what is below a blank.
 */
export const escaped = (record: string): string =>
  record.replace(
    /[\u007f-\u009f\u2028\u2029]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )

const output = pino.destination({ fd: 1, sync: true })

/** One JSON record per line on standard output; `BELFRY_LOG` sets the level. */
export const log = pino(
  { level: process.env.BELFRY_LOG ?? 'info', base: { pid: process.pid } },
  { write: record => void output.write(escaped(record)) },
)

export type Log = pino.Logger
