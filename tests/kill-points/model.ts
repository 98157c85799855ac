import type { Pool } from 'pg'

/** What became of a monitor, as the database tells it. */
export interface Told {
  runs: { status: string; state: string | null }[]
  /** `OK → ALARM` */
  transitions: string[]
  /** of every delivery, in order: its name for receivers, and its status */
  deliveries: { uid: string; status: string }[]
}

export async function toldOf(pool: Pool, monitorId: number): Promise<Told> {
  const { rows: runs } = await pool.query<Told['runs'][number]>(
    'select status, state from run where monitor_id = $1 order by planned_at',
    [monitorId],
  )
  const { rows: transitions } = await pool.query<{ words: string }>(
    `select "from" || ' → ' || "to" as words from transition where monitor_id = $1 order by id`,
    [monitorId],
  )
  const { rows: deliveries } = await pool.query<Told['deliveries'][number]>(
    'select uid, status from delivery where monitor_id = $1 order by id',
    [monitorId],
  )
  return { runs, transitions: transitions.map(({ words }) => words), deliveries }
}

/** The changes of state that these states make, one after the other. */
export function transitionsFrom(states: readonly (string | null)[]): string[] {
  const all = ['INACTIVE', ...states]
  return all.slice(1).flatMap((state, i) => (state === all[i] ? [] : [`${all[i]} → ${state}`]))
}

/** The planned times of a monitor with a time every second that have a row, each for itself, in order. */
export async function accountedFor(pool: Pool, monitorId: number): Promise<Date[]> {
  const { rows } = await pool.query<{ at: Date }>(
    `select at from run,
       generate_series(coalesce(missed_from, planned_at), planned_at, interval '1 second') as at
     where monitor_id = $1 and not manual order by at`,
    [monitorId],
  )
  return rows.map(({ at }) => at)
}
