import type { Pool, PoolClient } from 'pg'
import { groupsOf, type Reach } from '#lib/access/reach.ts'
import { readPanel, type TimeRange } from '#lib/charts/data.ts'
import type { Drawn } from '#lib/charts/drawn.ts'
import type { Panel } from '#lib/charts/panel.ts'
import { allReachedSql, goneSql, limitsSql } from '#lib/charts/shared/limits.ts'
import { drawnForAll } from '#lib/charts/shared/public.ts'
import type { SharedState, SharedView } from '#lib/charts/shared/schema.ts'
import { pool } from '#lib/db/client.ts'
import { UserError } from '#lib/failures.ts'
import { itemsOf } from '#lib/items.ts'
import { likePattern } from '#lib/like.ts'
import { getProjectNamed } from '#lib/projects/data.ts'

export interface SharedChart {
  id: number
  uid: string
  name: string
  panel: Panel
  range: SharedView['range']
  /** what it names was limited to these when it was shared */
  groups: string[]
  state: SharedState
  sharedBy: string
  sharedAt: Date
  expiresAt: Date | null
  revokedAt: Date | null
  lastSeenAt: Date | null
}

const WITHHELD = `${goneSql('c.panel')} or ${limitsSql('c.panel')} <> c.groups`
const COLUMNS = `c.id, c.uid, c.name, c.panel, c.range, c.groups,
  case when c.revoked_at is not null then 'revoked'
    when c.expires_at <= now() then 'expired'
    when ${WITHHELD} then 'withheld' else 'shown' end as state,
  c.shared_by as "sharedBy", c.shared_at as "sharedAt", c.expires_at as "expiresAt",
  c.revoked_at as "revokedAt", c.last_seen_at as "lastSeenAt"`

export interface SharedQuery {
  /** in the name, the panel, or who shared it */
  q?: string | undefined
  revoked?: boolean | undefined
  limit?: number | undefined
  /** the number of the chart after which the page begins */
  cursor?: string | undefined
}

/** Shared charts of which all that they name is reached, newest first; `next` is the cursor of the next page. */
export async function listShared(
  reach: Reach,
  { q = '', revoked, limit = 50, cursor }: SharedQuery = {},
) {
  const { rows } = await pool().query<SharedChart>(
    `select ${COLUMNS} from shared_chart c
     where ${allReachedSql('c.panel', '$1')}
       and ($2 = '' or concat_ws(' ', c.name, c.panel::text, c.shared_by) ilike $2)
       and ($3::boolean is null or (c.revoked_at is not null) = $3)
       and ($4::int is null or c.id < $4)
     order by c.id desc limit $5`,
    [
      ...[groupsOf(reach), q && likePattern(q)],
      ...[revoked ?? null, cursor ? Number(cursor) : null, limit + 1],
    ],
  )
  return itemsOf(rows, limit, ({ id }) => id)
}

/** Throws a UserError (`not_found`) when there is none, or something that it names is not reached. */
export async function getShared(
  reach: Reach,
  id: number,
  client: Pool | PoolClient = pool(),
): Promise<SharedChart> {
  const { rows } = await client.query<SharedChart>(
    `select ${COLUMNS} from shared_chart c where c.id = $2 and ${allReachedSql('c.panel', '$1')}`,
    [groupsOf(reach), id],
  )
  if (!rows[0]) throw new UserError(`There is no shared chart ${id}.`, { code: 'not_found' })
  return rows[0]
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/**
 * The chart of this address, for whoever has it. Throws a UserError (`not_found`) that is the same for all that is not
 * shown: never shared, revoked, expired, withheld.
 */
export async function openShared(uid: string): Promise<SharedChart> {
  const { rows } = UUID.test(uid)
    ? await pool().query<SharedChart>(`select ${COLUMNS} from shared_chart c where c.uid = $1`, [
        uid,
      ])
    : { rows: [] }
  const [chart] = rows
  if (chart?.state !== 'shown') throw notShown()
  return chart
}

/** What a shared chart shows to everybody: as much as those whom it was open to when it was shared come at. */
export async function drawShared(
  { groups }: Pick<SharedChart, 'groups'>,
  panel: Panel,
  range: TimeRange,
): Promise<Drawn> {
  try {
    return drawnForAll(await readPanel({ all: false, groups }, panel, range))
  } catch (error) {
    throw told(error)
  }
}

/** What is missing is named to nobody. */
const told = (error: unknown) =>
  error instanceof UserError && error.code === 'not_found' ? notShown() : error

const notShown = () => new UserError('There is no such chart.', { code: 'not_found' })

/** The time zone of what it shows; public by the days on its axis. */
export async function zoneOf({ groups, panel }: SharedChart): Promise<string> {
  if (!('project' in panel) || panel.kind === 'errors') return 'UTC'
  try {
    const project = await getProjectNamed({ all: false, groups }, panel.project)
    return project.settings.metrics.timezone
  } catch (error) {
    throw told(error)
  }
}
