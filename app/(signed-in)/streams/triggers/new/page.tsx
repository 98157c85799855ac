import type { Metadata } from 'next'
import { requireReach } from '#app/_server/reach.ts'
import { pipelinesToChoose } from '#app/(signed-in)/streams/triggers/_editor/choices.ts'
import { TriggerEditor } from '#app/(signed-in)/streams/triggers/_editor/trigger-editor.tsx'
import type { Given } from '#app/(signed-in)/streams/triggers/_editor/use-draft.ts'

export const metadata: Metadata = { title: 'New trigger' }

const FRESH: Omit<Given, 'project'> = {
  ...{ description: '', enabled: true, yaml: '' },
  definition: {
    ...{
      name: '',
      debug_level: 0,
      distinguished_by: [''],
      expiration: '$last + 1h',
      fire_delay: 0,
    },
    match_criteria: [{ event_type: '*', traits: {}, map_distinguished_by: {} }],
    fire_criteria: [{ event_type: '*', traits: {}, number: 1 }],
  },
}

export default async function Page() {
  const reach = await requireReach('streams:write')
  const pipelines = await pipelinesToChoose(reach)
  const [project = 'default'] = Object.keys(pipelines)
  return <TriggerEditor trigger={null} given={{ ...FRESH, project }} pipelines={pipelines} />
}
