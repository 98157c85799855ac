import { isDeepStrictEqual } from 'node:util'
import type { PoolClient } from 'pg'
import type { Actor } from '#lib/access/person.ts'
import { recordChange } from '#lib/audit/record.ts'
import type { Undo } from '#lib/audit/undo.ts'
import { RETENTION_KEY } from '#lib/errors/retention/keys.ts'
import { type Retention, type RetentionPatch, retention } from '#lib/errors/retention/schema.ts'
import { UserError } from '#lib/failures.ts'
import { parse } from '#lib/parse.ts'

/** Sets for how long errors are counted; what is left out stays. */
export async function changeRetention(
  client: PoolClient,
  patch: RetentionPatch,
  actor: Actor,
): Promise<void> {
  const before = await lockRetention(client)
  const after = parse(retention, { ...before, ...patch }, 'The retention')
  if (isDeepStrictEqual(before, after)) return
  await write(client, after)
  await recordChange(client, {
    ...{ actor, action: 'retention', subject: 'setting', subjectId: RETENTION_KEY },
    change: { before, after },
  })
}

export const undoRetention: Undo = async (client, { change }) => {
  const { before, after } = change as { before: Retention; after: Retention }
  if (!isDeepStrictEqual(await lockRetention(client), after))
    throw new UserError('This cannot be undone: it was changed again since.', { code: 'conflict' })
  await write(client, before)
}

async function lockRetention(client: PoolClient): Promise<Retention> {
  await client.query(`insert into setting (key, value) values ($1, '{}') on conflict do nothing`, [
    RETENTION_KEY,
  ])
  const { rows } = await client.query<{ value: unknown }>(
    'select value from setting where key = $1 for update',
    [RETENTION_KEY],
  )
  return retention.parse(rows[0]?.value ?? {})
}

const write = (client: PoolClient, value: Retention) =>
  client.query('update setting set value = $2 where key = $1', [
    RETENTION_KEY,
    JSON.stringify(value),
  ])
