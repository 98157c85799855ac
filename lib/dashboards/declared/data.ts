import type { DashboardContent, DashboardDefinition } from '#lib/dashboards/schema.ts'
import type { Db, Tx } from '#lib/db/client.ts'

/** All dashboards in the form of a file. */
export async function declarableDashboards(
  client: Db | Tx,
): Promise<{ declared: boolean; declaration: DashboardDefinition }[]> {
  const rows = await client.dashboard.findMany({
    where: { deletedAt: null },
    orderBy: { name: 'asc' },
  })
  return rows.map(({ declared, name, description, groups, content }) => ({
    declared,
    // Only written from such definitions.
    declaration: { name, description, groups, ...(content as never as DashboardContent) },
  }))
}
