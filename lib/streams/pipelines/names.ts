import { groupsOf, type Reach, reachedSql } from '#lib/access/reach.ts'
import type { Names } from '#lib/streams/pipelines/flaws.ts'
import type { Queryable } from '#lib/transaction.ts'

/** What the settings of handlers may name, for somebody of this reach. */
export async function namesWithin(client: Queryable, reach: Reach): Promise<Names> {
  const alerts = await client.query<Named>('select key as name from alert')
  const monitors = await client.query<Named>(
    `select name from monitor where ${reachedSql('groups', '$1')}`,
    [groupsOf(reach)],
  )
  return { alert: namesOf(alerts), monitor: namesOf(monitors) }
}

interface Named {
  name: string
}

const namesOf = ({ rows }: { rows: Named[] }) => new Set(rows.map(({ name }) => name))
