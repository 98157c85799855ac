import pino from 'pino'

/** One JSON record per line on standard output; `BELFRY_LOG` sets the level. */
export const log = pino({ level: process.env.BELFRY_LOG ?? 'info', base: { pid: process.pid } })

export type Log = pino.Logger
