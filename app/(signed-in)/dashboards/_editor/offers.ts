import { groupsToGive } from '#lib/access/reach/data.ts'
import type { Reach } from '#lib/access/reach.ts'
import { monitorTags } from '#lib/monitors/data.ts'
import { listProjects } from '#lib/projects/data.ts'

const LIMIT = 500

/** What there is to choose from for whoever reaches so far. */
export interface Offers {
  groups: string[]
  projects: string[]
  tags: string[]
}

export async function offersFor(reach: Reach): Promise<Offers> {
  const [groups, projects, tags] = await Promise.all([
    groupsToGive(reach),
    listProjects(reach, { limit: LIMIT }),
    monitorTags(reach),
  ])
  return { groups, projects: projects.items.map(({ name }) => name), tags }
}
