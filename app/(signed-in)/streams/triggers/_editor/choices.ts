import type { Reach } from '#lib/access/reach.ts'
import { listProjects } from '#lib/projects/data.ts'
import { listPipelines } from '#lib/streams/pipelines/data.ts'

const MOST = 1_000

/** Names of pipelines, by the project that has them; of one project alone when it is named. */
export async function pipelinesToChoose(
  reach: Reach,
  project?: string,
): Promise<Record<string, string[]>> {
  const [{ items: projects }, { items: pipelines }] = await Promise.all([
    listProjects(reach, { limit: MOST }),
    listPipelines(reach, { limit: MOST, project }),
  ])
  const names = project === undefined ? projects.map(({ name }) => name) : [project]
  return Object.fromEntries(
    names.map(name => [
      name,
      pipelines.filter(pipeline => pipeline.project === name).map(pipeline => pipeline.name),
    ]),
  )
}
