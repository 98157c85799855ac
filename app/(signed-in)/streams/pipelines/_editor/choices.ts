import type { Reach } from '#lib/access/reach.ts'
import { getProjectNamed, listProjects } from '#lib/projects/data.ts'
import { listStreams } from '#lib/streams/data.ts'

/** Streams to try a pipeline on that are offered. */
const STREAMS = 30
const PROJECTS = 500

export const projectNames = async (reach: Reach): Promise<string[]> =>
  (await listProjects(reach, { limit: PROJECTS })).items.map(({ name }) => name)

/** The newest streams of a project, or of all. */
export async function streamsToTry(reach: Reach, project?: string) {
  const projectId = project === undefined ? undefined : (await getProjectNamed(reach, project)).id
  const { items } = await listStreams(reach, { projectId }, { limit: STREAMS })
  return items.map(({ id, trigger, traits, state }) => ({
    value: String(id),
    label: [`${trigger} ${id}`, ...Object.values(traits).map(String), state].join(' · '),
  }))
}
