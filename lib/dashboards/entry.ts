import { isDeepStrictEqual } from 'node:util'
import { z } from 'zod'
import { panel } from '#lib/charts/panel.ts'
import { type DashboardDefinition, dashboardInput } from '#lib/dashboards/schema.ts'

/** A dashboard as it stands in a file below its name, without what has its default. */
export function entryOf({ panels, description, groups, range }: DashboardDefinition): object {
  const fields = withoutDefaults(dashboardInput, { description, groups, range }) as object
  if (panels.length === 0) return fields
  return {
    ...fields,
    panels: panels.map(placed => {
      const schema = panel.options.find(({ shape }) => shape.kind.value === placed.panel.kind)
      return { ...placed, panel: schema ? withoutDefaults(schema, placed.panel) : placed.panel }
    }),
  }
}

/** A value without the fields, at any depth, that the schema fills in just so. */
function withoutDefaults(schema: z.ZodType, value: unknown): unknown {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodOptional)
    return withoutDefaults(schema.unwrap() as z.ZodType, value)
  if (schema instanceof z.ZodArray)
    return (value as unknown[]).map(item => withoutDefaults(schema.element as z.ZodType, item))
  if (!(schema instanceof z.ZodObject)) return value

  const fieldOf = (name: string): z.ZodType => schema.shape[name] ?? z.never()
  return Object.fromEntries(
    Object.entries(value as object)
      .filter(([name, field]) => !isDeepStrictEqual(fieldOf(name).safeParse(undefined).data, field))
      .map(([name, field]) => [name, withoutDefaults(fieldOf(name), field)]),
  )
}
