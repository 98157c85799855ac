import { z } from 'zod'
import { id, moment, paging, q } from '#app/api/_shapes/lists.ts'
import { dashboardInput, panelInput, placedPanel } from '#lib/dashboards/schema.ts'

export const dashboardQuery = paging.extend({ q })
export const oneDashboard = z.object({ id })
export const oneVersion = oneDashboard.extend({ version: id })

const saved = {
  id: z.int(),
  version: z.int().describe('Counts the saves.'),
  declared: z.boolean().describe('Declared in belfry.yaml, and only changed there.'),
  createdAt: moment,
  updatedAt: moment,
  savedBy: z.string().describe('The author of its version.'),
}

export const dashboard = dashboardInput.extend({ ...saved, panels: z.array(placedPanel) })
export const dashboardLine = dashboard.extend({ panels: z.int().describe('How many it has.') })

/** The body of PATCH. */
export const dashboardPatch = z
  .strictObject({
    ...Object.fromEntries(
      Object.keys(dashboardInput.shape).map(field => [field, z.json().optional()]),
    ),
    version: z
      .int()
      .optional()
      .describe(
        'The version that the change was made to; refused with 409 when there is a newer one.',
      ),
  })
  .describe(
    'A JSON merge patch: what is left out stays, null goes back to the default, `panels` are replaced as a whole.',
  )

export const newPanel = panelInput.pick({ panel: true })
export const addedPanel = placedPanel.pick({ id: true })

export const versionLine = z.strictObject({
  version: z.int(),
  savedAt: moment,
  savedBy: z.string(),
  changed: z
    .array(z.string())
    .describe('The fields that differ from the version before; `groups` only when that was all.'),
})

export const wholeVersion = dashboard
  .pick({ name: true, description: true, range: true, panels: true })
  .extend({ version: z.int(), savedAt: moment, savedBy: z.string() })

/** The body of `POST /api/dashboards/import`. */
export const importFile = z.strictObject({
  yaml: z.string().describe('A file as the export gives it, at most 256 KiB.'),
  replace: z
    .boolean()
    .default(false)
    .describe('One of the same name becomes what the file says, as a new version.'),
})

export const imported = z.strictObject({
  items: z.array(
    z.strictObject({
      id: z.int(),
      name: z.string(),
      isNew: z.boolean().describe('False: it was there, and is replaced.'),
    }),
  ),
})
