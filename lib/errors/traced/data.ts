import { traceIdOf } from '#client/traceparent.ts'
import { ofReachedProject } from '#lib/access/reach/data.ts'
import type { Reach } from '#lib/access/reach.ts'
import { db, Prisma } from '#lib/db/client.ts'
import { LEVELS, type LevelName } from '#lib/errors/event.ts'

/** A kept error as it is listed beside the events of the same work. */
export interface TracedError {
  id: number
  signatureId: number
  /** milliseconds since 1970 */
  at: number
  level: LevelName
  project: string
  host: string
  program: string
  /** its beginning */
  message: string
}

/** Of one trace no more are shown. */
const TRACED_LIMIT = 500
const MESSAGE_SHOWN = 300

/** The kept errors that tell of the tree of contexts with this id, or of the trace that it is, the oldest first. */
export async function tracedErrors(reach: Reach, id: string): Promise<TracedError[]> {
  const rows = await db().$queryRaw<(Omit<TracedError, 'level'> & { level: number })[]>`
    select e.id::float8 as id, e.signature_id as "signatureId", extract(epoch from e.at)::float8 * 1000 as at,
      e.level, p.name as project, e.host, e.program, left(e.message, ${MESSAGE_SHOWN}::int) as message
    from error_event e join project p on p.id = e.project_id
    where e.trace_id in (${id}, ${traceIdOf(id)}) and ${ofReachedProject(reach, Prisma.sql`e.project_id`)}
    order by e.at, e.id limit ${TRACED_LIMIT}`
  return rows.map(({ level, ...row }) => ({ ...row, level: LEVELS[level] ?? 'error' }))
}
