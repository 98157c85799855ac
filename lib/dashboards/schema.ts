import { z } from 'zod'
import { limit } from '#lib/access/reach/schema.ts'
import { panel } from '#lib/charts/panel.ts'
import { COLUMNS, MOST_PANELS, MOST_ROWS, ROW_PX } from '#lib/dashboards/grid.ts'
import { monitorInput } from '#lib/monitors/schema.ts'

const LAST_ROW = 2_000

const id = z.string().regex(/^[A-Za-z0-9_-]{1,40}$/, 'must be 1 to 40 of A–Z, a–z, 0–9, _ and -')
const x = z
  .int()
  .min(0)
  .max(COLUMNS - 1)
const y = z.int().min(0).max(LAST_ROW)
const w = z.int().min(1).max(COLUMNS)
const h = z.int().min(1).max(MOST_ROWS)

/** A panel and where it stands: its left upper corner and its size. */
export const placedPanel = z.strictObject({ id, x, y, w, h, panel })
export type PlacedPanel = z.output<typeof placedPanel>

/** As people and files give it: what is left out is chosen by `arranged`. */
export const panelInput = z.strictObject({
  id: id.optional().describe('Stays the same as long as the panel; no two have the same.'),
  x: x.optional().describe(`Its left column, of ${COLUMNS}.`),
  y: y.optional().describe('Its upper row. Panels never lie upon each other: one moves down.'),
  w: w.optional().describe('How many columns it is wide.'),
  h: h.optional().describe(`How many rows of ${ROW_PX} pixels it is high.`),
  panel: panel.describe('What it shows.'),
})
export type PanelInput = z.output<typeof panelInput>

/** Lengths of time up to now, as all pages offer them. */
const RANGE_KEYS = ['15m', '1h', '6h', '24h', '7d', '30d', '90d', '1y'] as const
export const range = z.enum(RANGE_KEYS)

/** A dashboard as people and files give it: the body of `POST /api/dashboards` and an entry of belfry.yaml. */
export const dashboardInput = z.strictObject({
  name: monitorInput.shape.name,
  description: z.string().max(2_000).default('').describe('What it shows, in markdown.'),
  groups: limit.describe('Who may see and change it; none: everyone.'),
  range: range.default('24h').describe('The time that it shows at first, up to now.'),
  panels: z
    .array(panelInput)
    .max(MOST_PANELS)
    .default([])
    .superRefine(refuseTwice)
    .describe('What shows something, and where it stands.'),
})
export type DashboardInput = z.output<typeof dashboardInput>

/** The same with every panel in its place. */
export interface DashboardDefinition extends Omit<DashboardInput, 'panels'> {
  panels: PlacedPanel[]
}

/** What is stored as `content`. */
export type DashboardContent = Pick<DashboardDefinition, 'range' | 'panels'>

/** What a dashboard was. Who may see it is none of it: bringing back an old version opens it to nobody. */
export interface DashboardVersion extends Omit<DashboardDefinition, 'groups'> {
  version: number
  savedAt: Date
  savedBy: string
}

function refuseTwice(panels: PanelInput[], context: z.RefinementCtx) {
  const seen = new Set<string>()
  for (const [index, { id }] of panels.entries()) {
    if (id !== undefined && seen.has(id))
      context.addIssue({ code: 'custom', path: [index, 'id'], message: 'is the id of another' })
    if (id !== undefined) seen.add(id)
  }
}
