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
}

/** What was stored before a setting existed gets its default. */
export function projectOf({ id, ...row }: ProjectRow): Project {
  const { name, description, limits, protocols, settings, claims } = row
  const fields = { name, description, limits, protocols, settings, claims }
  return { id, ...projectInput.parse(fields) }
}
