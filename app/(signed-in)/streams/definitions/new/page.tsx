import type { Metadata } from 'next'
import { requireReach } from '#app/_server/reach.ts'
import { DefinitionEditor } from '#app/(signed-in)/streams/definitions/_editor/definition-editor.tsx'
import { projectNames } from '#app/(signed-in)/streams/pipelines/_editor/choices.ts'

export const metadata: Metadata = { title: 'New event definition' }

const EXAMPLE = `event_type: compute.instance.*
traits:
  instance_id:
    fields: payload.instance_id
  memory_mb:
    type: int
    fields: payload.memory_mb
  launched_at:
    type: datetime
    fields: payload.launched_at
  host:
    fields: publisher_id
    plugin: { name: split, parameters: { segment: 1, max_split: 1 } }
`

export default async function Page() {
  const projects = await projectNames(await requireReach('streams:write'))
  return <DefinitionEditor definition={null} yaml={EXAMPLE} projects={projects} />
}
