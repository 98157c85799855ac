import type { Metadata } from 'next'
import { requireReach } from '#app/_server/reach.ts'
import { pipelinesToChoose } from '#app/(signed-in)/streams/triggers/_editor/choices.ts'
import { TriggerEditor } from '#app/(signed-in)/streams/triggers/_editor/trigger-editor.tsx'
import { triggerAt } from '#app/(signed-in)/streams/triggers/at.ts'
import { triggerDefinition } from '#lib/streams/definition/schema.ts'
import { asWritten } from '#lib/streams/triggers/source.ts'

export const metadata: Metadata = { title: 'Edit trigger' }

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const reach = await requireReach('streams:write')
  const trigger = await triggerAt(reach, (await params).id)
  const { id, name, version, project, description, enabled, yaml } = trigger
  const definition = triggerDefinition.parse(asWritten(yaml))
  return (
    <TriggerEditor
      trigger={{ id, name, version }}
      given={{ project, description, enabled, yaml, definition }}
      pipelines={await pipelinesToChoose(reach, project)}
    />
  )
}
