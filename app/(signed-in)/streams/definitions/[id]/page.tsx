import type { Metadata } from 'next'
import { orNotFound } from '#app/_server/not-found.ts'
import { requireReach } from '#app/_server/reach.ts'
import { TrailPanel } from '#app/(signed-in)/_trail/trail-panel.tsx'
import { DefinitionEditor } from '#app/(signed-in)/streams/definitions/_editor/definition-editor.tsx'
import { DeleteDefinition } from '#app/(signed-in)/streams/definitions/[id]/delete-definition.tsx'
import { getDefinition } from '#lib/streams/definitions/data.ts'

interface Props {
  params: Promise<{ id: string }>
}

export const metadata: Metadata = { title: 'Event definition' }

export default async function Page({ params }: Props) {
  const reach = await requireReach('streams:read')
  const definition = await orNotFound(getDefinition(reach, Number((await params).id)))
  const { id, event_type, project, position, version, yaml } = definition
  const title = event_type.join(', ')
  return (
    <>
      <DefinitionEditor
        key={`${version} ${position}`}
        definition={{ id, title, version, position }}
        yaml={yaml}
        projects={[project]}
        beside={`version ${version}`}
        actions={<DeleteDefinition id={id} title={title} />}
      />
      <TrailPanel subject="definition" subjectId={id} />
    </>
  )
}
