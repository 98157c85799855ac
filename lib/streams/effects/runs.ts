import { UserError } from '#lib/failures.ts'
import { planStreamRuns } from '#lib/runs/of-streams.ts'
import type { EffectWriter } from '#lib/streams/effects/contract.ts'
import { rowsOf } from '#lib/streams/effects/rows.ts'
import type { MonitorRun } from '#lib/streams/handlers/contract.ts'

/** Plans runs of monitors with streams as their input. */
export const writeRuns: EffectWriter<MonitorRun> = async (client, due) => {
  const rows = rowsOf(due)
  if (rows.length === 0) return
  const { rows: monitors } = await client.query<{ id: number | null }>(MONITORS, [
    rows.map(({ item }) => item.monitor),
    rows.map(({ stream }) => stream.projectId),
  ])
  const wanted = rows.map(({ stream, item }, i) => {
    const monitorId = monitors[i]?.id
    if (!monitorId)
      throw new UserError(`There is no monitor "${item.monitor}" that this project may run.`)
    return { monitorId, streamId: stream.id, input: item.input }
  })
  await planStreamRuns(client, wanted)
}

/** A project comes at the monitors that are for all, and at those of its own groups. */
const MONITORS = `
  select m.id
  from unnest($1::text[], $2::int[]) with ordinality as named(name, project_id, place)
  join project p on p.id = named.project_id
  left join monitor m on m.name = named.name and (m.groups = '{}' or m.groups && p.groups)
  order by named.place`
