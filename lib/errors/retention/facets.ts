import type { Pool } from 'pg'

/** As many values of one facet make room for new ones, which may become more frequent: half of what the intake writes. */
const VALUES_KEPT = 50

/** Deletes the rarest values where a facet of a signature has many. Answers how many went. */
export async function trimFacets(pool: Pool): Promise<number> {
  const { rowCount } = await pool.query(TRIM, [VALUES_KEPT])
  return rowCount ?? 0
}

const TRIM = `
  with many as (
    select signature_id, facet from error_facet group by 1, 2 having count(*) >= 2 * $1::int),
  ranked as (
    select f.ctid as row, row_number() over (
      partition by signature_id, facet order by f.count desc, f.last_seen desc, f.value) as place
    from error_facet f join many using (signature_id, facet))
  delete from error_facet f using ranked where f.ctid = ranked.row and ranked.place > $1::int`
