import type { Pool } from 'pg'
import { UserError } from '#lib/failures.ts'
import { type Distiller, distillerOf } from '#lib/streams/distiller/distill.ts'
import type { EventDefinition } from '#lib/streams/distiller/schema.ts'

interface Current {
  /** of the rows as they are */
  mark: string
  distiller: Distiller
}

/**
 * Answers what a project's notifications are distilled by. It is asked for at every request, so that what was saved holds
 * for the next notification; it is read and compiled only when it has changed.
 */
export function openDistillers(pool: Pool): (projectId: number) => Promise<Distiller> {
  const known = new Map<number, Current>()

  return async projectId => {
    const current = known.get(projectId)
    const { mark, contents } = await readCurrent(pool, projectId, current?.mark)
    if (current && contents === null) return current.distiller
    const distiller = distillerOf(contents ?? [])
    known.set(projectId, { mark, distiller })
    return distiller
  }
}

/** The contents are null when they are those of `mark`. Throws a UserError when the database is away. */
async function readCurrent(pool: Pool, projectId: number, mark: string | undefined) {
  try {
    const { rows } = await pool.query<{ mark: string; contents: EventDefinition[] | null }>({
      ...READ,
      values: [projectId, mark],
    })
    return rows[0] ?? { mark: '', contents: [] }
  } catch {
    throw new UserError('The event definitions cannot be read now.', {
      ...{ code: 'unavailable', retryAfterSeconds: 2 },
    })
  }
}

/** A row that was written again has another xmin. */
const READ = {
  name: 'definitions: read',
  text: `
    with marked as (
      select coalesce(md5(string_agg(id || ' ' || xmin, ',' order by position)), '') as mark
      from definition where project_id = $1)
    select mark, case when mark is distinct from $2 then (
      select coalesce(json_agg(content order by position), '[]') from definition where project_id = $1) end as contents
    from marked`,
}
