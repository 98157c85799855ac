import type { z } from 'zod'
import { type Changer, reachOf } from '#lib/access/reach.ts'
import { getProjectNamed } from '#lib/projects/data.ts'
import { compileTrigger } from '#lib/streams/definition/compile.ts'
import { replay } from '#lib/streams/replay/data.ts'
import type { Replay } from '#lib/streams/replay/result.ts'
import type { replayDraftInput, replayRange } from '#lib/streams/replay/schema.ts'
import { fromFields, fromYaml } from '#lib/streams/triggers/content.ts'
import { getTrigger } from '#lib/streams/triggers/data.ts'

/** Who asks, and until when they wait. */
interface Asking {
  by: Pick<Changer, 'role' | 'groups'>
  signal: AbortSignal
}

/** What a saved trigger would have done; see `replay`. */
export async function replayTrigger(
  id: number,
  range: z.output<typeof replayRange>,
  { by, signal }: Asking,
): Promise<Replay> {
  const { project, yaml } = await getTrigger(reachOf(by), id)
  const { id: projectId } = await getProjectNamed(reachOf(by), project)
  return replay(compileTrigger(fromYaml(yaml)().definition), { ...range, projectId }, { signal })
}

/** The same for one that is not saved; its pipelines need not be there. Throws a UserError that names what is wrong with it. */
export async function replayDraft(
  { project, from, to, yaml, description, enabled, ...fields }: z.output<typeof replayDraftInput>,
  { by, signal }: Asking,
): Promise<Replay> {
  const { definition } = (yaml === undefined ? fromFields(fields) : fromYaml(yaml))()
  const { id: projectId } = await getProjectNamed(reachOf(by), String(project))
  return replay(compileTrigger(definition), { projectId, from, to }, { signal })
}
