import { read, TookTooLong } from '#lib/events/reading/data.ts'
import type { Which } from '#lib/streams/replay/events/data.ts'
import type { Replay } from '#lib/streams/replay/result.ts'

const TYPES_TOLD = 20

/** The types that events of a project have had, by their numbers. */
export async function typesOf(projectId: number): Promise<Map<number, string>> {
  const rows = await read<{ id: number; name: string }>(
    'select id, name from event_type where project_id = $1',
    [projectId],
  )
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** How many events there are besides, by their types; null when there are too many for the time. */
export async function countOthers(
  { projectId, typeIds, from, to }: Which,
  limitMs: number,
): Promise<Replay['others']> {
  const asked = [projectId, typeIds, from, to]
  const rows = await read<{ type: string; count: number }>(OTHERS, asked, { limitMs }).catch(orNull)
  return (
    rows && {
      count: rows.reduce((sum, { count }) => sum + count, 0),
      types: rows.slice(0, TYPES_TOLD),
    }
  )
}

function orNull(error: unknown): null {
  if (error instanceof TookTooLong) return null
  throw error
}

const OTHERS = `
  select t.name as type, counted.count from (
    select e.type_id, count(*)::float8 as count from event e
    where e.project_id = $1 and e.type_id <> all($2::int[])
      and e.at >= 'epoch'::timestamptz + $3::bigint * interval '1 microsecond'
      and e.at < 'epoch'::timestamptz + $4::bigint * interval '1 microsecond'
    group by 1) counted
  join event_type t on t.id = counted.type_id
  order by counted.count desc, t.name`
