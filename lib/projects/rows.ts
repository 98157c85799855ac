import { type Project, projectInput } from '#lib/projects/schema.ts'

/** A row of the table `project`, as far as it says what a project is. */
export interface ProjectRow {
  id: number
  name: string
  description: string
  limits: unknown
  protocols: unknown
  settings: unknown
  claims: unknown
  groups: string[]
}

/** What was stored before a setting existed gets its default. */
export function projectOf({ id, ...row }: ProjectRow): Project {
  const { name, description, limits, protocols, settings, claims, groups } = row
  const fields = { name, description, limits, protocols, settings, claims, groups }
  return { id, ...projectInput.parse(fields) }
}
