import { isDeepStrictEqual } from 'node:util'
import type { z } from 'zod'
import { panel } from '#lib/charts/panel.ts'
import { type DashboardDefinition, dashboardInput } from '#lib/dashboards/schema.ts'

/** A dashboard as it stands in a file below its name, without what has its default. */
export function entryOf({ panels, ...dashboard }: DashboardDefinition): object {
  const { name, description, groups, range } = dashboard
  const fields = withoutDefaults(dashboardInput, { name, description, groups, range })
  return {
    ...{ ...fields, name: undefined },
    ...(panels.length > 0 && {
      panels: panels.map(placed => ({ ...placed, panel: withoutDefaults(panel, placed.panel) })),
    }),
  }
}

/** A value without the fields, at any depth, that the schema fills in just so. */
function withoutDefaults<T extends object>(schema: z.ZodType, value: T): Partial<T> {
  const whole = schema.parse(value)
  const kept = structuredClone(value)
  const isFilledIn = () => {
    const read = schema.safeParse(kept)
    return read.success && isDeepStrictEqual(read.data, whole)
  }
  dropFrom(kept, isFilledIn)
  return kept
}

function dropFrom(part: object, isFilledIn: () => boolean): void {
  const fields = part as Record<string, unknown>
  for (const [name, value] of Object.entries(fields)) {
    if (!Array.isArray(part)) delete fields[name]
    if (name in fields || !isFilledIn()) {
      fields[name] = value
      if (typeof value === 'object' && value !== null) dropFrom(value, isFilledIn)
    }
  }
}
