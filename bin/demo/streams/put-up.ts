import { PIPELINES, TRIGGER, triggerYaml } from '#bin/demo/streams/configuration.ts'
import { commandLineActor, linkPerson } from '#lib/access/person.ts'
import { everything } from '#lib/access/reach.ts'
import { UserError } from '#lib/failures.ts'
import { createPipeline } from '#lib/streams/pipelines/mutations.ts'
import { listTriggers } from '#lib/streams/triggers/data.ts'
import { createTrigger, updateTrigger } from '#lib/streams/triggers/mutations.ts'

const by = { ...linkPerson, ...commandLineActor }

/** Makes the pipelines and the trigger of the demo, or takes those that are there. Answers the trigger's id. */
export async function putUp(daySeconds: number): Promise<number> {
  for (const yaml of PIPELINES) await createPipeline({ yaml }, by).catch(unlessThere)
  const yaml = triggerYaml(daySeconds)
  const { items } = await listTriggers(everything, { q: TRIGGER, limit: 50 })
  const there = items.find(({ name, project }) => name === TRIGGER && project === 'default')
  if (!there) return createTrigger({ yaml, description: 'Of belfry demo streams.' }, by)
  await updateTrigger(there.id, { yaml }, by)
  return there.id
}

function unlessThere(error: unknown) {
  if (!(error instanceof UserError) || error.code !== 'conflict') throw error
}
