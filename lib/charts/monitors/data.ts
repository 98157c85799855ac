import { within } from '#lib/access/reach/data.ts'
import type { Reach } from '#lib/access/reach.ts'
import type { DrawnStates } from '#lib/charts/drawn.ts'
import type { PanelOf } from '#lib/charts/panel.ts'
import { db, Prisma } from '#lib/db/client.ts'
import { mainNumber } from '#lib/monitors/series/points.ts'
import type { Plain, StateName } from '#lib/plugin.ts'

/** More than a wall has room for. */
const MOST = 200

interface Row {
  id: number
  name: string
  state: StateName
  since: Date
  value: Plain
  unit: string
  /** of all that fit */
  count: number
}

/** The states that monitors are in now, the bad ones first; those that are not reached are not there. */
export async function readMonitors(
  reach: Reach,
  { tag, names }: PanelOf<'monitors'>,
): Promise<DrawnStates> {
  const rows = await db().$queryRaw<Row[]>`
    select id, name, state, since, last_value as value, unit, count(*) over ()::int as count from monitor
    where ${within(reach, Prisma.sql`groups`)}
      and (${tag ?? null}::text is null or tags @> array[${tag ?? null}]::text[])
      and (cardinality(${names}::text[]) = 0 or name = any (${names}::text[]))
    order by array_position(array['ALARM', 'ERROR', 'OK', 'INACTIVE']::state[], state), lower(name), id
    limit ${MOST}`
  return {
    kind: 'monitors',
    monitors: rows.map(({ id, name, state, since, value, unit }) => ({
      ...{ id, name, state, since: since.getTime(), value: mainNumber(value), unit },
    })),
    leftOut: (rows[0]?.count ?? 0) - rows.length,
  }
}
