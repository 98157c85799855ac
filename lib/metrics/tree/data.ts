import { pool } from '#lib/db/client.ts'

/** By metric, by filter: the values that came. */
export type Tree = Record<string, Record<string, string[]>>

export async function readTree(projectId: number): Promise<Tree> {
  const { rows } = await pool().query<{ name: string; filter: string | null; values: string[] }>(
    `select m.name, s.filters[1] as filter, array_agg(distinct s.filter_values[1] order by s.filter_values[1]) as values
     from metric m left join metric_series s on s.metric_id = m.id and cardinality(s.filters) = 1
     where m.project_id = $1 group by 1, 2 order by 1, 2`,
    [projectId],
  )
  const tree = new Map<string, [string, string[]][]>()
  for (const { name, filter, values } of rows) {
    const filters = tree.get(name) ?? []
    tree.set(name, filters)
    if (filter !== null) filters.push([filter, values])
  }
  return Object.fromEntries([...tree].map(([name, filters]) => [name, Object.fromEntries(filters)]))
}
