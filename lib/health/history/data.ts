import { pool } from '#lib/db/client.ts'
import { VITAL_NAMES, type VitalName } from '#lib/health/history/names.ts'

/** What a chart of a day shows well. */
const BUCKET_SECONDS = 300

/** How this installation was. Where a minute was not noted nothing ran that could. */
export interface VitalHistory {
  /** Unix milliseconds */
  from: number
  to: number
  /** where each bucket begins, Unix milliseconds */
  times: number[]
  /** the highest of each bucket; null where nothing was noted */
  values: Record<VitalName, (number | null)[]>
}

/** The last hours by the five minutes. */
export async function readVitalHistory(hours: number): Promise<VitalHistory> {
  const { rows } = await pool().query<{ at: Date } & Record<VitalName, number | null>>(HISTORY, [
    hours,
    BUCKET_SECONDS,
  ])
  const times = rows.map(({ at }) => at.getTime())
  const values = Object.fromEntries(VITAL_NAMES.map(name => [name, rows.map(row => row[name])]))
  return {
    from: times[0] ?? Date.now() - hours * 3_600_000,
    to: (times.at(-1) ?? Date.now()) + BUCKET_SECONDS * 1000,
    times,
    values: values as VitalHistory['values'],
  }
}

const HISTORY = `
  select bucket as at,
    ${VITAL_NAMES.map(name => `max((numbers->>'${name}')::float8) as "${name}"`).join(', ')}
  from generate_series(
      date_bin(make_interval(secs => $2), now() - make_interval(hours => $1), 'epoch')
        + make_interval(secs => $2),
      now(), make_interval(secs => $2)) as bucket
  left join vital on vital.at >= bucket and vital.at < bucket + make_interval(secs => $2)
  group by 1 order by 1`
