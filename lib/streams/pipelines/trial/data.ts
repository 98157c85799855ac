import { db, pool } from '#lib/db/client.ts'
import { UserError } from '#lib/failures.ts'
import type { StreamEvent } from '#lib/streams/event.ts'
import type { Occasion } from '#lib/streams/handlers/contract.ts'
import type { Claim } from '#lib/streams/running/claim.ts'
import { loadEvents } from '#lib/streams/running/load.ts'

/** A stream as a pipeline is given it, in whatever state it is. */
export interface TriedStream {
  claim: Claim
  events: StreamEvent[]
  /** of its project */
  groups: string[]
}

/** Throws a UserError (`not_found`) when it has gone meanwhile. */
export async function streamToTry(id: string, occasion: Occasion): Promise<TriedStream> {
  const [row] = await db().$queryRaw<(Omit<Claim, 'occasion'> & { groups: string[] })[]>`
    select s.id::text, s.serial, s.project_id as "projectId", s.trigger_id as "triggerId",
      t.name as trigger, null as pipeline, s.traits,
      (extract(epoch from s.first_event) * 1000000)::float8 as "firstEvent",
      (extract(epoch from s.last_event) * 1000000)::float8 as "lastEvent",
      s.depth, 1 as attempts, s.events, p.groups
    from stream s join trigger t on t.id = s.trigger_id join project p on p.id = s.project_id
    where s.id = ${id}::bigint`
  if (!row) throw new UserError(`There is no stream ${id}.`, { code: 'not_found' })
  const { groups, ...stream } = row
  const claim = { ...stream, occasion }
  const events = (await loadEvents(pool(), [claim])).get(id) ?? []
  return { claim, events, groups }
}
