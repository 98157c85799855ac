import type { Reach } from '#lib/access/reach.ts'
import { getProjectNamed, listProjects } from '#lib/projects/data.ts'
import { listSources } from '#lib/sources/data.ts'
import { declarationsOf, stepGlobals } from '#lib/sources/declarations.ts'
import { listStreams } from '#lib/streams/data.ts'

/** Streams to try a pipeline on that are offered. */
const STREAMS = 30
const PROJECTS = 500
const SOURCES = 500

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

/** What the editor of a script step knows of its scope. */
export const stepDeclarations = async (reach: Reach): Promise<string> =>
  declarationsOf((await listSources(reach, { limit: SOURCES })).items, stepGlobals)
