import type { Reach } from '#lib/access/reach.ts'
import { newParameters } from '#lib/events/question.ts'
import { read } from '#lib/events/reading/data.ts'
import { ofTriggers } from '#lib/streams/reading/filter.ts'

/** Each is one more condition on the streams. */
const MOST = 50
/** More nobody chooses from. */
const MOST_TRIGGERS = 2_000

/** The names of the distinguishing traits that triggers within reach have, or had. */
export async function knownTraits(reach: Reach): Promise<string[]> {
  const { values, add } = newParameters()
  const rows = await read<{ name: string }>(
    `select distinct coalesce(mapped.name, by #>> '{}') as name
     from trigger t join trigger_version v on v.trigger_id = t.id
     cross join jsonb_array_elements(coalesce(v.definition->'distinguished_by', '[]')) by
     left join jsonb_object_keys(case jsonb_typeof(by) when 'object' then by else '{}' end) mapped(name)
       on true
     where ${ofTriggers(reach, {}, add)} order by name limit ${MOST}`,
    values,
  )
  return rows.map(({ name }) => name)
}

export interface TriggerName {
  id: number
  name: string
  project: string
  isDeleted: boolean
}

/** The triggers within reach by name, those that were deleted while they have streams. */
export async function triggerNames(reach: Reach): Promise<TriggerName[]> {
  const { values, add } = newParameters()
  return read<TriggerName>(
    `select t.id, t.name, p.name as project, t.deleted_at is not null as "isDeleted"
     from trigger t join project p on p.id = t.project_id
     where ${ofTriggers(reach, {}, add)}
       and (t.deleted_at is null or exists (select from stream s where s.trigger_id = t.id))
     order by lower(t.name), t.id limit ${MOST_TRIGGERS}`,
    values,
  )
}
