import type { Actor } from '#lib/access/person.ts'
import { difference } from '#lib/audit/difference.ts'
import { recordChange } from '#lib/audit/record.ts'
import { byId } from '#lib/dashboards/definition.ts'
import type { Stored } from '#lib/dashboards/stored.ts'
import type { Queryable } from '#lib/transaction.ts'

interface DashboardChange {
  before: Stored | null
  after: Stored | null
  action: string
  /** what there is to say besides the difference */
  more?: object | undefined
}

/** Puts into the trail what became of a dashboard, and tells it to every page. Answers the entry's id. */
export async function noteDashboard(
  client: Queryable,
  actor: Actor,
  { before, after, action, more }: DashboardChange,
): Promise<number> {
  const { id: subjectId = 0, name = '' } = after ?? before ?? {}
  await tellDashboard(client, subjectId)
  return recordChange(client, {
    ...{ actor, action, subject: 'dashboard', subjectId, name },
    change: { ...difference(told(before), told(after)), ...more },
  })
}

export const tellDashboard = (client: Queryable, id: number) =>
  client.query(`select pg_notify('belfry_config', $1)::text`, [`dashboard:${id}`])

function told(stored: Stored | null): object {
  if (!stored) return {}
  const { id, panels, ...fields } = stored
  return { ...fields, panels: byId(panels) }
}
