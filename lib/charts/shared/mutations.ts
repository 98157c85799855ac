import { randomUUID } from 'node:crypto'
import type { PoolClient } from 'pg'
import { type Person, requireRight } from '#lib/access/person.ts'
import { groupsOf, reachOf } from '#lib/access/reach.ts'
import { difference, isDifferent } from '#lib/audit/difference.ts'
import { recordChange } from '#lib/audit/record.ts'
import type { Panel } from '#lib/charts/panel.ts'
import { RIGHT_TO_SEE } from '#lib/charts/rights.ts'
import { getShared, type SharedChart } from '#lib/charts/shared/data.ts'
import { allReachedSql, goneSql, limitsSql } from '#lib/charts/shared/limits.ts'
import { sharedChange, sharedInput } from '#lib/charts/shared/schema.ts'
import { pool } from '#lib/db/client.ts'
import { UserError } from '#lib/failures.ts'
import { parse } from '#lib/parse.ts'
import { storableJson } from '#lib/storable.ts'
import { inTransaction, type Queryable } from '#lib/transaction.ts'

/** Often enough to tell whether a chart is still looked at. */
const NOTED_EVERY = '1 minute'

/**
 * Shows a chart to everybody who has its address, which nobody can guess. Throws a UserError when whoever shares it may
 * not see it themselves.
 */
export async function shareChart(input: unknown, by: Person): Promise<SharedChart> {
  const { panel, name, range, expiresAt } = parse(sharedInput, input, 'The chart')
  const right = RIGHT_TO_SEE[panel.kind]
  if (right) requireRight(by, right)
  refusePast(expiresAt)
  return inTransaction(pool(), async client => {
    const groups = await limitsOf(client, panel, by)
    const { rows } = await client.query<{ id: number }>(
      `insert into shared_chart (uid, name, panel, range, groups, shared_by, expires_at)
       values ($1, $2, $3::jsonb, $4, $5, $6, $7) returning id`,
      [randomUUID(), name, storableJson(panel), range, groups, by.name, expiresAt],
    )
    const chart = await getShared(reachOf(by), rows[0]?.id ?? 0, client)
    const shown = { name, panel, range, expiresAt, groups }
    await note(client, chart, by, 'create', difference({}, shown))
    return chart
  })
}

/** Calls it otherwise, or gives it another range or end. */
export async function changeShared(id: number, input: unknown, by: Person): Promise<SharedChart> {
  const change = parse(sharedChange, input, 'The chart')
  refusePast(change.expiresAt)
  return inTransaction(pool(), async client => {
    const before = await lockShared(client, id, by)
    if (before.state === 'revoked')
      throw new UserError('It has been revoked; share the chart anew.', { code: 'conflict' })
    const was = settingsOf(before)
    const { name = was.name, range = was.range, expiresAt = was.expiresAt } = change
    await client.query(
      'update shared_chart set name = $2, range = $3, expires_at = $4 where id = $1',
      [id, name, range, expiresAt],
    )
    const after = await getShared(reachOf(by), id, client)
    const changed = difference(was, settingsOf(after))
    if (isDifferent(changed)) await note(client, after, by, 'change', changed)
    return after
  })
}

/** From now on it is shown to nobody; once more changes nothing. */
export async function revokeShared(id: number, by: Person): Promise<void> {
  await inTransaction(pool(), async client => {
    const chart = await lockShared(client, id, by)
    if (chart.state === 'revoked') return
    await client.query('update shared_chart set revoked_at = now() where id = $1', [id])
    await note(client, chart, by, 'revoke', {})
  })
}

/** Notes that somebody looked at it, unless somebody just did. */
export async function noteSeen(id: number): Promise<void> {
  await pool().query(
    `update shared_chart set last_seen_at = now()
     where id = $1 and (last_seen_at is null or last_seen_at < now() - interval '${NOTED_EVERY}')`,
    [id],
  )
}

async function lockShared(client: PoolClient, id: number, by: Person): Promise<SharedChart> {
  await client.query('select from shared_chart where id = $1 for no key update', [id])
  return getShared(reachOf(by), id, client)
}

/** The groups that what the panel names is limited to. Throws a UserError unless all of it is there for them. */
async function limitsOf(client: Queryable, panel: Panel, by: Person): Promise<string[]> {
  const { rows } = await client.query<{ groups: string[]; isReached: boolean }>(
    `select ${limitsSql('panel')} as groups,
       ${allReachedSql('panel', '$2')} and not ${goneSql('panel')} as "isReached"
     from (select $1::jsonb as panel) asked`,
    [storableJson(panel), groupsOf(reachOf(by))],
  )
  if (!rows[0]?.isReached)
    throw new UserError('There is nothing of this name to be shared.', {
      code: 'not_found',
      fields: { panel: 'names what is not there' },
    })
  return rows[0].groups
}

const settingsOf = ({ name, range, expiresAt }: SharedChart) => ({
  ...{ name, range, expiresAt: expiresAt?.toISOString() ?? null },
})

function refusePast(expiresAt: string | null | undefined): void {
  if (expiresAt && new Date(expiresAt) <= new Date())
    throw new UserError('The chart is not valid. expiresAt: has passed already', {
      fields: { expiresAt: 'has passed already' },
    })
}

const note = (
  client: Queryable,
  { id, name }: SharedChart,
  actor: Person,
  action: string,
  change: object,
) => recordChange(client, { actor, action, subject: 'shared-chart', subjectId: id, name, change })
