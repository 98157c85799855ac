import type { Pool, PoolClient } from 'pg'
import { classificationOf, decide } from '#lib/errors/reclassify/decide.ts'
import { countKept, keptEvents, type Scope } from '#lib/errors/reclassify/kept.ts'

/** A preview is asked for and waited for: of more errors than these it looks at the first, as the work itself does. */
const LOOKED_AT = 20_000
const SHOWN = 100

export interface PlannedMove {
  from: { id: number; template: string }
  /** null: a signature that there is not yet */
  to: { id: number | null; template: string }
  count: number
}

export interface ReclassifyPreview {
  /** errors that are kept */
  total: number
  lookedAt: number
  /** how many of those would go elsewhere */
  moving: number
  /** the largest first, a hundred at most */
  moves: PlannedMove[]
}

/** What reclassifying would do now. Whatever is stored for it is rolled back. */
export async function preview(pool: Pool, scope: Scope): Promise<ReclassifyPreview> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    return await looked(pool, client, scope)
  } finally {
    const broken = await client.query('rollback').then(
      () => false,
      () => true,
    )
    client.release(broken)
  }
}

async function looked(pool: Pool, client: PoolClient, scope: Scope): Promise<ReclassifyPreview> {
  const { total, lastId } = await countKept(client, scope)
  const { rows } = await client.query<{ last: number }>(
    'select coalesce(max(id), 0) as last from signature where project_id = $1',
    [scope.projectId],
  )
  const kept = await keptEvents(client, scope, { after: 0, upTo: lastId, limit: LOOKED_AT })
  const classification = await classificationOf(pool, client, scope.projectId)
  const { moves } = await decide(client, classification, kept)

  const pairs = [...Map.groupBy(moves, ({ from, to }) => `${from} ${to}`).values()]
    .map(some => ({ from: some[0]?.from ?? 0, to: some[0]?.to ?? 0, count: some.length }))
    .sort((a, b) => b.count - a.count)
    .slice(0, SHOWN)
  const templates = await templatesOf(
    client,
    pairs.flatMap(({ from, to }) => [from, to]),
  )
  const named = (id: number) => ({ id, template: templates.get(id) ?? '' })
  const last = rows[0]?.last ?? 0
  return {
    ...{ total, lookedAt: kept.length, moving: moves.length },
    moves: pairs.map(({ from, to, count }) => ({
      ...{ from: named(from), count },
      to: { ...named(to), id: to > last ? null : to },
    })),
  }
}

async function templatesOf(client: PoolClient, ids: readonly number[]) {
  const { rows } = await client.query<{ id: number; template: string }>(
    'select id, template from signature where id = any($1::int[])',
    [ids],
  )
  return new Map(rows.map(({ id, template }) => [id, template]))
}
