import { fileActor } from '#lib/access/person.ts'
import type { DashboardDefinition } from '#lib/dashboards/schema.ts'
import { insertStored, lockDashboards, lockStored, saveStored } from '#lib/dashboards/stored.ts'
import { overPrisma } from '#lib/db/change.ts'
import type { Tx } from '#lib/db/client.ts'

/** Brings one dashboard in line with the file; null when it left the file and is given back to the pages. */
export async function declareDashboard(
  tx: Tx,
  name: string,
  wanted: DashboardDefinition | null,
): Promise<void> {
  const client = overPrisma(tx)
  await lockDashboards(client)
  const row = await tx.dashboard.findFirst({ where: { name, deletedAt: null } })
  const stored = row && (await lockStored(client, row.id))
  if (stored)
    await saveStored(client, stored, wanted ?? stored, fileActor, {
      ...{ declared: wanted !== null, action: actionOf(stored.declared, wanted) },
    })
  else if (wanted) await insertStored(client, wanted, fileActor, { declared: true })
}

function actionOf(isDeclared: boolean, wanted: DashboardDefinition | null): string {
  if (!wanted) return 'release'
  return isDeclared ? 'change' : 'adopt'
}
