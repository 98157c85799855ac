/** What the calls of one source came to since this was last written. */
export interface Health {
  key: string
  lastCallAt: Date
  lastOkAt: Date | null
  lastErrorAt: Date | null
  lastError: string | null
  /** mean time of the calls that went well */
  latencyMs: number | null
}

const ERROR_LENGTH = 500

export interface HealthLog {
  note(key: string, startedAt: Date, durationMs: number, error: string | null): void
  /** Gives what was noted, and begins anew. */
  take(): Health[]
}

/** Sums up calls in memory, so that a busy source costs one write in a while and not one a call. */
export function healthLog(): HealthLog {
  let noted = new Map<string, Health & { timesMs: number[] }>()
  return {
    note(key, startedAt, durationMs, error) {
      const health = noted.get(key) ?? { ...blank, key, lastCallAt: startedAt, timesMs: [] }
      noted.set(key, health)
      health.lastCallAt = startedAt
      if (error === null) {
        health.lastOkAt = startedAt
        health.timesMs.push(durationMs)
      } else {
        health.lastErrorAt = startedAt
        health.lastError = error.slice(0, ERROR_LENGTH)
      }
    },
    take() {
      const taken = [...noted.values()]
      noted = new Map()
      return taken.map(({ timesMs, ...health }) => ({ ...health, latencyMs: mean(timesMs) }))
    },
  }
}

const blank = { lastOkAt: null, lastErrorAt: null, lastError: null, latencyMs: null }

const mean = (numbers: number[]): number | null =>
  numbers.length ? numbers.reduce((sum, number) => sum + number, 0) / numbers.length : null
