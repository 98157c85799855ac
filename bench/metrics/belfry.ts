import { setTimeout as delay } from 'node:timers/promises'
import type { Pool } from 'pg'
import { type Intake, startIntake } from '#bench/parts/intake.ts'
import { defaultKey } from '#bench/parts/key.ts'
import type { Key } from '#lib/projects/look-ups.ts'

const LOOK_MS = 20

/** What the database knows of what came in. */
export interface Counted {
  accepted: number
  dropped: number
}

export interface Belfry {
  intake: Intake
  /** the default project's */
  key: Key
  counted(): Promise<Counted>
  /** Waits until so many have been committed, or dropped. */
  until(isThere: (counted: Counted) => boolean): Promise<Counted>
}

/** The intake with its inputs of metrics, on an empty database. */
export async function startBelfry(url: string, pool: Pool): Promise<Belfry> {
  const key = await defaultKey(url, pool)
  const intake = await startIntake('BELFRY_INTAKE_STATSD', 'BELFRY_INTAKE_TCP')

  async function counted(): Promise<Counted> {
    const { rows } = await pool.query<Counted>(
      `select coalesce(sum(count) filter (where reason = 'accepted'), 0)::float8 as accepted,
         coalesce(sum(count) filter (where reason <> 'accepted'), 0)::float8 as dropped from intake_count`,
    )
    return rows[0] as Counted
  }

  return {
    ...{ intake, key, counted },
    async until(isThere) {
      for (;;) {
        const now = await counted()
        if (isThere(now)) return now
        intake.check()
        await delay(LOOK_MS)
      }
    },
  }
}

/** Every sum in the database is to be what was sent: of each stored period, as a whole and by each filter. */
export async function checkSums(pool: Pool, form: string, sent: { sum: number; filters: number }) {
  for (const period of ['minute', 'hour', 'day', 'month']) {
    const { rows } = await pool.query<{ filter: string | null; sum: number }>(
      `select s.filters[1] as filter, sum(b.sum) from metric_${period} b
       join metric_series s on s.id = b.series_id join metric m on m.id = s.metric_id
       where m.name like $1 group by 1`,
      [`${form}.%`],
    )
    const wrong = rows.filter(({ sum }) => sum !== sent.sum)
    if (rows.length !== 1 + sent.filters || wrong.length > 0)
      throw new Error(`${form}: ${sent.sum} was sent, in the ${period} is ${JSON.stringify(rows)}`)
  }
}
