'use server'

import { z } from 'zod'
import { action } from '#app/_server/action.ts'
import { reachOf } from '#lib/access/reach.ts'
import { panel } from '#lib/charts/panel.ts'
import { importDashboards } from '#lib/dashboards/import/mutations.ts'
import {
  addPanel,
  copyDashboard,
  createDashboard,
  deleteDashboard,
  restoreVersion,
  updateDashboard,
} from '#lib/dashboards/mutations.ts'
import { filtersOf } from '#lib/metrics/catalog/data.ts'
import { findMetric } from '#lib/metrics/data.ts'
import { KINDS } from '#lib/metrics/terms.ts'
import { getProjectNamed } from '#lib/projects/data.ts'

const id = z.int()

/** Saves a dashboard; `base` is the version that was changed, null to save over whatever is there. */
export const saveDashboard = action(
  'dashboards:write',
  z.object({ id: id.nullable(), base: z.int().nullable(), draft: z.looseObject({}) }),
  async ({ id, base, draft }, person) => {
    if (id === null) return { id: await createDashboard(draft, person) }
    await updateDashboard(id, draft, person, base ?? undefined)
    return { id }
  },
)

/** Puts a panel below the others of a dashboard, or on a new one of this name. */
export const putOnDashboard = action(
  'dashboards:write',
  z.object({ dashboard: z.union([id, z.string()]), panel }),
  async ({ dashboard, panel }, person) => {
    if (typeof dashboard === 'string')
      return { id: await createDashboard({ name: dashboard, panels: [{ panel }] }, person) }
    await addPanel(dashboard, panel, person)
    return { id: dashboard }
  },
)

export const copy = action('dashboards:write', id, async (dashboard, person) => ({
  id: await copyDashboard(dashboard, person),
}))

export const remove = action('dashboards:write', id, async (dashboard, person) =>
  deleteDashboard(dashboard, person),
)

/** Makes an old version the newest one. */
export const restore = action(
  'dashboards:write',
  z.object({ id, version: z.int() }),
  async ({ id, version }, person) => restoreVersion(id, version, person),
)

/** Takes in the dashboards of a file; with `replace` those of the same name become what the file says. */
export const importYaml = action(
  'dashboards:write',
  z.object({ yaml: z.string().max(1_000_000), replace: z.boolean() }),
  async ({ yaml, replace }, person) => importDashboards(yaml, person, { replace }),
)

/** By what a metric can be filtered. */
export const readFilters = action(
  'metrics:read',
  z.object({ project: z.string(), metric: z.string(), kind: z.enum(KINDS).optional() }),
  async ({ project, metric, kind }, person) => {
    const { id } = await getProjectNamed(reachOf(person), project)
    const found = await findMetric(id, { name: metric, kind })
    return found ? filtersOf(found.id) : []
  },
)
