import type { Queryable } from '#lib/transaction.ts'

/** A NOTIFY carries less than 8,000 bytes: so many ids of up to 18 digits. */
const IDS_PER_NOTICE = 400

/** Tells every process, when the caller's transaction commits, which of something changed: JSON arrays of ids. */
export async function tellIds(
  client: Queryable,
  channel: 'belfry_runs' | 'belfry_deliveries' | 'belfry_posts' | 'belfry_errors',
  ids: readonly (number | string)[],
): Promise<void> {
  const notices: string[] = []
  for (let at = 0; at < ids.length; at += IDS_PER_NOTICE)
    notices.push(`[${ids.slice(at, at + IDS_PER_NOTICE).join(',')}]`)
  if (notices.length > 0) await client.query(TELL, [channel, notices])
}

const TELL = 'select pg_notify($1, ids)::text from unnest($2::text[]) as ids'
