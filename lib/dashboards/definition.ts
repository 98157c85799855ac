import { isDeepStrictEqual } from 'node:util'
import { arranged } from '#lib/dashboards/arranged.ts'
import type {
  DashboardContent,
  DashboardDefinition,
  DashboardInput,
  PlacedPanel,
} from '#lib/dashboards/schema.ts'

/** A dashboard as it is stored: every panel in its place, and nothing undefined, which JSON does not know. */
export function definitionOf({ name, description, groups, range, panels }: DashboardInput) {
  const definition: DashboardDefinition = {
    ...{ name, description, groups, range },
    panels: JSON.parse(JSON.stringify(arranged(panels))),
  }
  return definition
}

export const contentOf = ({ range, panels }: DashboardContent): DashboardContent => ({
  ...{ range, panels },
})

const FIELDS = ['name', 'description', 'groups', 'range', 'panels'] as const
export type DashboardField = (typeof FIELDS)[number]

/** The fields in which two differ. Each such change is a version, so that nobody saves over one unseen. */
export const changedFields = (
  before: DashboardDefinition,
  after: DashboardDefinition,
): DashboardField[] => FIELDS.filter(field => !isDeepStrictEqual(before[field], after[field]))

/** As they are compared: which one differs, and not where it stands in the list. */
export const byId = (panels: readonly PlacedPanel[]) =>
  Object.fromEntries(panels.map(({ id, ...panel }) => [id, panel]))
