import type { PoolClient } from 'pg'
import { type Changer, reachOf } from '#lib/access/reach.ts'
import { changeFields, type FieldChange } from '#lib/errors/operations/fields.ts'
import { lockTrees } from '#lib/errors/operations/lock.ts'
import type { Muting } from '#lib/errors/schema.ts'

/** What becomes of signatures: over until they come again, seen, or not to be heard of. */
export type Verdict =
  | {
      state: 'resolved' /** it is mended in this one; default: the newest seen */
      release?: string
    }
  | { state: 'open' }
  | ({ state: 'muted' } & Muting)

const NOTHING: FieldChange = {
  ...{ mutedUntil: null, mutedAbove: null, resolvedAt: null, resolvedRelease: null },
  ...{ regressedAt: null, regressedRelease: null },
}
const ACTIONS = { resolved: 'resolve', open: 'reopen', muted: 'mute' } as const

/** Sets the state of each; answers the entries of the trail. Those that are so already stay as they are. */
export async function setStates(
  client: PoolClient,
  ids: readonly number[],
  verdict: Verdict,
  by: Changer,
): Promise<number[]> {
  const entries: number[] = []
  for (const signature of await lockTrees(client, reachOf(by), ids)) {
    if (verdict.state !== 'muted' && signature.state === verdict.state) continue
    const fields = await fieldsOf(client, signature.members, verdict)
    const entry = await changeFields(client, signature, ACTIONS[verdict.state], fields, by)
    if (entry !== null) entries.push(entry)
  }
  return entries
}

async function fieldsOf(
  client: PoolClient,
  members: readonly number[],
  verdict: Verdict,
): Promise<FieldChange> {
  const { state } = verdict
  if (state === 'open') return { ...NOTHING, state }
  if (state === 'muted')
    return {
      ...{ ...NOTHING, state, mutedAbove: verdict.above },
      mutedUntil: verdict.until?.toISOString() ?? null,
    }
  return {
    ...{ ...NOTHING, state, resolvedAt: new Date().toISOString() },
    resolvedRelease: verdict.release ?? (await newestRelease(client, members)),
  }
}

async function newestRelease(client: PoolClient, members: readonly number[]) {
  const { rows } = await client.query<{ value: string }>(
    `select value from error_facet where signature_id = any($1::int[]) and facet = 'release' and value <> ''
     order by last_seen desc limit 1`,
    [members],
  )
  return rows[0]?.value ?? null
}
