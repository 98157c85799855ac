import { type Changer, reaches, reachOf } from '#lib/access/reach.ts'
import { changeDashboard, insertDashboard, saving } from '#lib/dashboards/mutations.ts'
import { lockDashboards, lockStored, type Stored } from '#lib/dashboards/stored.ts'
import { dashboardsIn } from '#lib/dashboards/yaml.ts'
import { overPrisma } from '#lib/db/change.ts'
import type { Tx } from '#lib/db/client.ts'

export interface Imported {
  id: number
  name: string
  /** false: it was there, and is replaced */
  isNew: boolean
}

const HOW = { more: { imported: true } }

/**
 * Takes in the dashboards of a file, all or none. With `replace` one of the same name becomes what the file says, as a
 * new version; without, its name is taken (`conflict`). Throws a UserError that names line and key of every mistake.
 */
export function importDashboards(
  yaml: string,
  by: Changer,
  { replace = false }: { replace?: boolean } = {},
): Promise<Imported[]> {
  const dashboards = dashboardsIn(yaml)
  return saving(async tx => {
    await lockDashboards(overPrisma(tx))
    const imported: Imported[] = []
    for (const dashboard of dashboards) {
      const stored = replace ? await findNamed(tx, dashboard.name, by) : null
      if (stored) await changeDashboard(tx, stored, dashboard, by, HOW)
      const id = stored?.id ?? (await insertDashboard(tx, dashboard, by, HOW))
      imported.push({ id, name: dashboard.name, isNew: !stored })
    }
    return imported
  })
}

async function findNamed(tx: Tx, name: string, by: Changer): Promise<Stored | null> {
  const row = await tx.dashboard.findFirst({ where: { name, deletedAt: null } })
  const stored = row && (await lockStored(overPrisma(tx), row.id))
  return stored && reaches(reachOf(by), stored.groups) ? stored : null
}
