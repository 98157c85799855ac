import type { PoolClient } from 'pg'
import type { Details, ErrorEvent, Exception } from '#lib/errors/event.ts'

/** A kept error as the classifiers ask for it, and where and why it is now. */
export interface KeptEvent {
  id: number
  signatureId: number
  was: { by: string; ratio: number | null; matched: string }
  event: ErrorEvent
}

/** Kept errors of a project, or of one signature and what was merged into it. */
export interface Scope {
  projectId: number
  signatureId: number | null
}

interface Row {
  id: number
  signatureId: number
  at: Date
  level: number
  host: string
  program: string
  message: string
  release: string | null
  environment: string | null
  details: Details & { exceptions?: Exception[]; fingerprint?: string[] }
  by: string
  ratio: number | null
  matched: string
}

const IN_SCOPE = `project_id = $1 and ($2::int is null or signature_id in (
  select id from signature where root_id = (select root_id from signature where id = $2)))
  and signature_id in (select id from signature where project_id = $1 and deleted_at is null)`

/** The next of them by their ids, after one and up to another. */
export async function keptEvents(
  client: PoolClient,
  { projectId, signatureId }: Scope,
  { after, upTo, limit }: { after: number; upTo: number; limit: number },
): Promise<KeptEvent[]> {
  const { rows } = await client.query<Row>(
    `select id::float8 as id, signature_id as "signatureId", at, level, host, program, message, release, environment,
       details, classifier as by, ratio, matched
     from error_event where ${IN_SCOPE} and id > $3 and id <= $4 order by error_event.id limit $5`,
    [projectId, signatureId, after, upTo, limit],
  )
  return rows.map(({ id, signatureId, by, ratio, matched, ...row }) => ({
    ...{ id, signatureId, was: { by, ratio, matched } },
    event: eventOf(row),
  }))
}

/** How many there are, and the id of the last one. */
export async function countKept(
  client: PoolClient,
  { projectId, signatureId }: Scope,
): Promise<{ total: number; lastId: number }> {
  const { rows } = await client.query<{ total: number; lastId: number }>(
    `select count(*)::int as total, coalesce(max(id), 0)::float8 as "lastId" from error_event where ${IN_SCOPE}`,
    [projectId, signatureId],
  )
  return rows[0] ?? { total: 0, lastId: 0 }
}

function eventOf(row: Omit<Row, 'id' | 'signatureId' | 'by' | 'ratio' | 'matched'>): ErrorEvent {
  const { exceptions, fingerprint, ...details } = row.details
  const { level, host, program, message, release, environment } = row
  return {
    ...{ at: row.at.getTime(), level, host, program, message, details },
    ...(release === null ? {} : { release }),
    ...(environment === null ? {} : { environment }),
    ...(exceptions && { exceptions }),
    ...(fingerprint && { fingerprint }),
  }
}
