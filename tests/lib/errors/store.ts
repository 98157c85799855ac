import type { Pool } from 'pg'
import { openClassification } from '#lib/errors/classify/open.ts'
import type { ErrorEvent } from '#lib/errors/event.ts'
import { openErrorIntake } from '#lib/errors/intake/open.ts'
import type { Project } from '#lib/projects/schema.ts'
import { freshDatabase } from '#tests/database.ts'
import { anError, aProject } from '#tests/lib/errors/intake/world.ts'

export { anError }

/** A database of its own with the real classifier and the real recorder in front of it. */
export async function openStore(project: Project = aProject()) {
  const database = await freshDatabase()
  const { pool } = database
  const intake = openErrorIntake({ pool, openClassification })

  return {
    ...database,
    intake,
    project,
    /** Counts errors; when it resolves they are committed. */
    send: (...events: Partial<ErrorEvent>[]) => intake.accept(project, 'http', events.map(anError)),
    /** Classifies from now on by what people have changed, as after a notice of it. */
    renew: () => intake.renew(project),
    /** The signature that this message was counted in. */
    async signatureOf(message: string): Promise<number> {
      const { rows } = await pool.query<{ id: number }>(
        'select signature_id as id from error_event where message = $1 order by error_event.id desc',
        [message],
      )
      return rows[0]?.id ?? 0
    },
    /** Sums over all signatures, by what was counted. */
    totals: () => sums(pool, "''"),
    /** The same for each signature. */
    bySignature: () => sums(pool, 'signature_id'),
    async close() {
      await intake.close()
      await database.close()
    },
  }
}
export type Store = Awaited<ReturnType<typeof openStore>>

async function sums(pool: Pool, by: string): Promise<Record<string, number>> {
  const part = (what: string, table: string, key: string) =>
    `select concat_ws(' ', '${what}', ${by}, ${key}) as key, sum(count)::float8 as count from ${table} group by 1`
  const { rows } = await pool.query<{ key: string; count: number }>(
    [
      part('second', 'error_second', 'at'),
      part('minute', 'error_minute', 'at, host_id, level'),
      part('hour', 'error_hour', 'at, host_id, level'),
      part('facet', 'error_facet', 'facet, value'),
      part('all', '(select id as signature_id, count from signature) s', "''"),
      part('examples', '(select signature_id, 1 as count from error_event) e', "''"),
    ].join(' union all '),
  )
  return Object.fromEntries(
    rows.filter(({ count }) => count > 0).map(({ key, count }) => [key, count]),
  )
}

/** Signatures whose counts by the second, minute or hour are not what they have in all. */
export async function contradictions(pool: Pool): Promise<unknown[]> {
  const sum = (table: string) =>
    `(select coalesce(sum(count), 0) from ${table} where signature_id = s.id)`
  const { rows } = await pool.query(
    `select id, count, ${sum('error_second')} as seconds, ${sum('error_minute')} as minutes,
       ${sum('error_hour')} as hours
     from signature s
     where count <> ${sum('error_second')} or count <> ${sum('error_minute')} or count <> ${sum('error_hour')}`,
  )
  return rows
}
