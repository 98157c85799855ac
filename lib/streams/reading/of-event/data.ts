import type { Reach } from '#lib/access/reach.ts'
import { newParameters, ofReached } from '#lib/events/question.ts'
import { read } from '#lib/events/reading/data.ts'
import { compileTrigger } from '#lib/streams/definition/compile.ts'
import { traitsOf } from '#lib/streams/definition/key.ts'
import { triggerDefinition } from '#lib/streams/definition/schema.ts'
import type { StreamEvent } from '#lib/streams/event.ts'
import {
  COLUMNS,
  JOINED,
  type StreamRow,
  type StreamView,
  viewOf,
} from '#lib/streams/reading/view.ts'

/** No project has as many, old versions included. */
const MOST_VERSIONS = 5_000
const MOST_STREAMS = 20

/**
 * The streams that an event is in, the newest first. Which ones these may be the triggers tell, so that no index of all
 * events in streams is to be kept.
 */
export async function streamsOfEvent(
  reach: Reach,
  { id, uid }: { id: string; uid: string },
): Promise<StreamView[]> {
  const found = await eventOf(reach, { id, uid })
  if (!found) return []
  const { projectId, ...event } = found
  const places = (await versionsOf(projectId)).flatMap(({ id: version, definition }) => {
    const { success, data } = triggerDefinition.safeParse(definition)
    const taken = success
      ? compileTrigger(data).take({ ...event, traits: event.traits ?? {} })
      : null
    return taken ? [{ version, traits: JSON.stringify(traitsOf(taken.values)) }] : []
  })
  if (places.length === 0) return []
  const rows = await read<StreamRow>(
    `select ${COLUMNS} from unnest($1::int[], $2::text[]) place(version_id, traits)
     join stream s on s.version_id = place.version_id and s.traits @> place.traits::jsonb
       and s.first_event <= ${AT} and s.last_event >= ${AT} ${JOINED}
     where exists (select from stream_event where stream_id = s.id and at = ${AT} and uid = $4)
     order by s.id desc limit ${MOST_STREAMS}`,
    [places.map(({ version }) => version), places.map(({ traits }) => traits), event.at, uid],
  )
  return rows.map(viewOf)
}

const AT = `('epoch'::timestamptz + $3::float8 * interval '1 microsecond')`

interface FoundEvent extends Omit<StreamEvent, 'traits'> {
  projectId: number
  traits: Record<string, unknown> | null
}

async function eventOf(
  reach: Reach,
  { id, uid }: { id: string; uid: string },
): Promise<FoundEvent | undefined> {
  const { values, add } = newParameters()
  const micros = '(extract(epoch from e.at) * 1000000)::float8'
  const [event] = await read<FoundEvent>(
    `select e.project_id as "projectId", e.uid, e.id, e.pid, e.traits, ${micros} as at,
       ${micros} - e.seconds * 1000000 as start,
       (select name from event_type where id = e.type_id) as type,
       (select name from event_host where id = e.host_id) as host
     from event e where e.uid = ${add(uid)} and e.id = ${add(id)} and ${ofReached('e.project_id', { reach }, add)}
     limit 1`,
    values,
  )
  return event
}

const versionsOf = (projectId: number) =>
  read<{ id: number; definition: unknown }>(
    `select v.id, v.definition from trigger_version v join trigger t on t.id = v.trigger_id
     where t.project_id = $1 order by v.id desc limit ${MOST_VERSIONS}`,
    [projectId],
  )
