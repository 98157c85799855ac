import { type Grant, may } from '#lib/access/rights.ts'
import type { ProjectView } from '#lib/projects/schema.ts'

/** A project as this person may see it: with its public key alone somebody can send in its name. */
export const asSeenBy = (person: Grant, project: ProjectView): ProjectView =>
  may(person, 'projects:write') ? project : { ...project, keys: [] }
